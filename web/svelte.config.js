// Runes everywhere; styles are emitted as files, since the page's policy forbids inline ones.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
