import { join } from 'node:path';
import {
  answersPartners, apiSchema, ApiSurface, beats, bindsCursors, carriesNothingAcross, endsWithTheGrant, endsWithTheSignIn, hidesWhatIsForeign, keepsWhatIsSent, knowsOnlyThePartnerSchema, leaksNothing,
  letsTheRightfulAct, reachesEverything, readsOwn, refusesStrangers, signsWebhooks, standsWithoutRowSecurity, tellsOnlyItsOwn, twoCompanies, Walk, wasAnsweredEverything,
} from '@yagura/testing';
import { partnerSchemaOf } from '../partner/partner-schema';

// Only ends a walk that will never end; a machine may have much else to do.
jest.setTimeout(600_000);

const schema = apiSchema(join(__dirname, '..', 'modules'));
const openApi = join(__dirname, '..', '..', '..', '..', 'docs', 'partner', 'openapi.json');

/** Everybody asks everything of everybody. What asks is generated from the schema, so that an operation that is added tomorrow is asked too. */
describe('two companies on one installation', () => {
  const walk = new Walk(new ApiSurface(schema, partnerSchemaOf(schema), openApi), () => twoCompanies());

  beforeAll(() => walk.start());
  afterAll(() => walk.end());

  reachesEverything(walk);
  refusesStrangers(walk);
  endsWithTheSignIn(walk);
  readsOwn(walk);
  hidesWhatIsForeign(walk);
  answersPartners(walk);
  keepsWhatIsSent(walk);
  signsWebhooks(walk);
  knowsOnlyThePartnerSchema(walk);
  standsWithoutRowSecurity(walk);
  bindsCursors(walk);
  letsTheRightfulAct(walk);
  tellsOnlyItsOwn(walk);
  beats(walk);
  leaksNothing(walk);
  carriesNothingAcross(walk);
  wasAnsweredEverything(walk);
  endsWithTheGrant(walk);
});
