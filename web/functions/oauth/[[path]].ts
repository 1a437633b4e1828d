export { forward as onRequest } from '../forward.ts';
