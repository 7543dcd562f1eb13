import { defineConfig } from 'vite';
import { staffPage } from '../bundle.ts';

export default defineConfig(staffPage('desk', '/desk/'));
