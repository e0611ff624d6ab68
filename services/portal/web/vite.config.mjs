import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { directImports } from './direct-imports.mjs';
import { wordsReady } from './words-ready.mjs';

// Each entry is a build of its own (`--mode console`, `--mode client`): no chunk of the console can get into the client's.
export default defineConfig(({ mode }) => ({
  root: join(import.meta.dirname, mode),
  plugins: [wordsReady(), directImports(), react()],
  // Sentences are read at build time, so the reader of their language stays out of the browser.
  resolve: { alias: [{ find: /^@formatjs\/icu-messageformat-parser$/, replacement: '@formatjs/icu-messageformat-parser/no-parser.js' }] },
  build: {
    outDir: join(import.meta.dirname, '..', 'dist', 'web', mode),
    emptyOutDir: true,
    // For the budgets: which file needs which.
    manifest: true,
    target: 'es2022',
    sourcemap: false,
    // Data addresses would need a hole in the content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
  logLevel: 'warn',
}));
