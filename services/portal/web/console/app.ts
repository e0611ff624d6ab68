import type { EntryApp } from '../shared/sign-in/enter';
import { chosenLanguage } from '../shared/words/language';
import { mount } from '../shared/shell/mount';
import { consoleApi } from './console-api';
import { ConsolePages } from './console-pages';
import { ConsoleGrantsDocument, LeaveConsoleDocument } from './gen/graphql';
import { forgetCameFrom } from './queue/came-from';
import { consoleWords } from './words/console-words';

// The words come while the sign-in still ends; whoever asks again gets the same ones.
void consoleWords(chosenLanguage());

const parts = { words: consoleWords, api: consoleApi, signOut: LeaveConsoleDocument, grants: ConsoleGrantsDocument, forget: () => forgetCameFrom(sessionStorage), pages: ConsolePages };

export const show: EntryApp['show'] = (entered) => mount(parts, entered);
