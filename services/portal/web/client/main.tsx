import { mount } from '../shared/shell/mount';
import { clientApi } from './client-api';
import { ClientPages } from './client-pages';
import { SignOutDocument } from './gen/graphql';
import { clientWords } from './words/client-words';

void mount({ words: clientWords, api: clientApi, signOut: SignOutDocument, pages: ClientPages });
