import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The cockpit's page. Everything comes from its own files: the page's content security policy allows nothing inline. */
export default defineConfig({
  root: at('./renderer'),
  base: './',
  publicDir: at('./renderer/public'),
  plugins: [react()],
  build: {
    outDir: at('./dist/renderer'),
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
