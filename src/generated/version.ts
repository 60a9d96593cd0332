// Made by `npm run build` from package.json. Do not edit.
export const VERSION = "1.0.0";
