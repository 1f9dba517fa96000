/** Version 5: fills by their time, and orders by their id, so that a client that was away reads what it missed at once. */
export const M0005_FILLS = `
CREATE INDEX journal_fills ON journal (run, time_ms) WHERE type = 'OrderFilled';
CREATE INDEX journal_orders ON journal (run, event ->> '$.order.orderId')
  WHERE type IN ('OrderSubmitted', 'ForeignOrderSeen');
`;
