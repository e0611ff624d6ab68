import { join } from 'node:path';
import {
  apiSchema, ApiSurface, carriesNothingAcross, describeWithServers, endsWithTheGrant, endsWithTheSignIn, hidesWhatIsForeign, keepsWhatIsSent, leaksNothing, signsWebhooks, tellsOnlyItsOwn, twoCompanies, Walk,
} from '@yagura/testing';
import { ServerInstallation } from '@yagura/testing/server-installation';
import { believesNoForgery, givesEverythingOneOwner, tellsCollectorsNothing } from '@yagura/testing/server-suite';
import { partnerSchemaOf } from '../partner/partner-schema';

// Only ends a walk that will never end; a machine may have much else to do.
jest.setTimeout(600_000);

const schema = apiSchema(join(__dirname, '..', 'modules'));
const openApi = join(__dirname, '..', '..', '..', '..', 'docs', 'partner', 'openapi.json');
/** One of each kind, of whom A's ask for B's; the whole walk by all twelve sides is done in one process, through the same code. */
const ASKING = ['viewer-a', 'viewer-b', 'analyst-a', 'former-analyst-a', 'partner-a'];

describeWithServers('two companies on an installation of many processes and servers', () => {
  let installation: ServerInstallation;
  const walk = new Walk(new ApiSurface(schema, partnerSchemaOf(schema), openApi),
    () => twoCompanies(async (flags) => (installation = await ServerInstallation.start(flags))), ({ name }) => ASKING.includes(name));

  beforeAll(() => walk.start());
  afterAll(() => walk.end());

  endsWithTheSignIn(walk);
  hidesWhatIsForeign(walk);
  keepsWhatIsSent(walk);
  signsWebhooks(walk);
  tellsOnlyItsOwn(walk);
  leaksNothing(walk);
  endsWithTheGrant(walk);
  carriesNothingAcross(walk);
  givesEverythingOneOwner(walk, () => installation);
  tellsCollectorsNothing(walk, () => installation);
  believesNoForgery(walk, () => installation);
});
