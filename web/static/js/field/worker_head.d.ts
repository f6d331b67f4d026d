// What the server writes in front of the service worker (web/field/app.py).
declare const VERSION: string;
declare const ASSETS: [address: string, sha256: string][];
