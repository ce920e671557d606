// Builds the page into the API's package: static files whose names change with their content, nothing inlined (CSP).
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [svelte()],
  build: {
    outDir: '../api/_page',
    emptyOutDir: true,
    manifest: true, // what loads what: a test weighs it
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8000' } },
});
