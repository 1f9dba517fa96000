/** Version 2: the key tells accounts of every mode apart, not of the simulation alone. */
export const M0002_ACCOUNT_KEY = `
ALTER TABLE runs RENAME COLUMN sim_key TO account_key;
`;
