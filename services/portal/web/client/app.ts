import type { EntryApp } from '../shared/sign-in/enter';
import { chosenLanguage } from '../shared/words/language';
import { mount } from '../shared/shell/mount';
import { clientApi } from './client-api';
import { ClientPages } from './client-pages';
import { LeavePortalDocument, PortalGrantsDocument } from './gen/graphql';
import { clientWords } from './words/client-words';

// The words come while the sign-in still ends; whoever asks again gets the same ones.
void clientWords(chosenLanguage());

const parts = { words: clientWords, api: clientApi, signOut: LeavePortalDocument, grants: PortalGrantsDocument, pages: ClientPages };

export const show: EntryApp['show'] = (entered) => mount(parts, entered);
