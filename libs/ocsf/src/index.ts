export * from './activity';
export * from './attack';
export * from './enums';
export * from './event-class';
export * from './hot-columns';
