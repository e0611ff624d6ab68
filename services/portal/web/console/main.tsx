import { mount } from '../shared/shell/mount';
import { consoleApi } from './console-api';
import { ConsolePages } from './console-pages';
import { ConsoleGrantsDocument, LeaveConsoleDocument } from './gen/graphql';
import { forgetCameFrom } from './queue/came-from';
import { consoleWords } from './words/console-words';

void mount({ words: consoleWords, api: consoleApi, signOut: LeaveConsoleDocument, grants: ConsoleGrantsDocument, forget: () => forgetCameFrom(sessionStorage), pages: ConsolePages });
