import { enter } from '../shared/sign-in/enter';

void enter(() => import('./app'));
