// Part of every TypeScript project of this repository, so that a room without files yet is still a valid project.
export {};
