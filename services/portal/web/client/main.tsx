import { mount } from '../shared/shell/mount';
import { clientApi } from './client-api';
import { ClientPages } from './client-pages';
import { LeavePortalDocument, PortalGrantsDocument } from './gen/graphql';
import { clientWords } from './words/client-words';

void mount({ words: clientWords, api: clientApi, signOut: LeavePortalDocument, grants: PortalGrantsDocument, pages: ClientPages });
