import { mount } from '../shared/shell/mount';
import { consoleApi } from './console-api';
import { ConsolePages } from './console-pages';
import { LeaveConsoleDocument } from './gen/graphql';
import { consoleWords } from './words/console-words';

void mount({ words: consoleWords, api: consoleApi, signOut: LeaveConsoleDocument, pages: ConsolePages });
