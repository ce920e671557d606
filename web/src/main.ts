// Puts the page into its document, below what stands on paper only.
import { mount } from 'svelte';
import App from './App.svelte';
import OnPaper from './parts/OnPaper.svelte';
import './style.css';

const target = document.getElementById('page') as HTMLElement;
mount(App, { target });
mount(OnPaper, { target: document.body, anchor: target });
