import { PageResolver } from './page/page.resolver';

/** Every resolver of the API; a new noun adds its line here. */
export const resolvers = [PageResolver];
