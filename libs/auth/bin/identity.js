// The embedded identity provider as a child process; started by `startIdentityInChild`, of which it is the other half.
require('../dist/identity/embedded/child-entry.js').runIdentityChild();
