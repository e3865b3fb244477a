import { NamedCodes } from './named-codes.ts';

/** Legal entities by what a ledger calls them; made from master/entities. */
export class EntityNames extends NamedCodes {}
