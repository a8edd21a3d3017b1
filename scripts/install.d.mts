/** True when the folder's packages are those of its lockfile, installed on a machine of this kind. */
export function isInstalled(root: string): boolean;

/** `npm ci` in the folder. Rejects with a message that a person can act on. */
export function install(root: string): Promise<void>;
