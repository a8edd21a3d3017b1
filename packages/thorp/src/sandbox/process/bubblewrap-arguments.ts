/**
 * What a program in the cage sees, as arguments of bubblewrap.
 *
 * Not the root of this machine less some folders but an empty one with what programs need: what nobody thought of is then
 * not there. Nothing of /root, /home, /var, /run or /tmp, and of /etc only what programs look up.
 */
import { dirname, join } from "node:path";

/** One cage. */
export interface CageView {
  /** Absolute, real; may be written. */
  readonly folder: string;
  /** Where it stands in the cage. */
  readonly place: string;
  /** Shares the network of this machine, its loopback among it. */
  readonly network: boolean;
  /** Size of the cage's /tmp and of its shared memory, in bytes. */
  readonly tmpBytes: number;
  /** Absolute paths below `folder` that are not to be seen, and those that are not to be written. */
  readonly hidden: readonly HiddenPath[];
  readonly readOnly: readonly string[];
  /** More that may be read, under its own path. */
  readonly readable?: readonly string[];
  /** A Node for programs, where one can be reached. */
  readonly node?: string;
  /** The environment of bubblewrap itself goes through: it then is what was given to the program on purpose. */
  readonly keepsEnvironment?: boolean;
}

/** A folder is covered by an empty one, a file by /dev/null. */
export interface HiddenPath {
  readonly path: string;
  readonly isFolder: boolean;
}

const etc = [
  ...["alternatives", "ca-certificates", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "magic"],
  ...["mime.types", "nsswitch.conf", "passwd", "group", "protocols", "services", "ssl", "terminfo", "timezone"],
];
const networkEtc = ["hosts", "resolv.conf", "gai.conf", "host.conf"];
const roots = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store"];
/** Where the cage has its Node. */
const NODE_PLACE = "/run/thorp/bin/node";

/** All but the command itself, which follows after `--`. */
export function bubblewrapArguments(view: CageView): readonly string[] {
  return [
    ...["--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"],
    ...(view.network ? ["--share-net"] : []),
    // Dies with us, and cannot type into the terminal that we were started from.
    ...["--die-with-parent", "--new-session", "--hostname", "sandbox"],
    ...roots.flatMap((path) => ["--ro-bind-try", path, path]),
    ...[...etc, ...(view.network ? networkEtc : [])].flatMap((name) => bindTry(join("/etc", name))),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...["--size", String(view.tmpBytes), "--tmpfs", "/tmp", "--size", String(view.tmpBytes), "--tmpfs", "/dev/shm"],
    ...["--dir", "/run", "--dir", "/var"],
    ...(view.node === undefined ? [] : ["--ro-bind", view.node, NODE_PLACE]),
    ...(view.readable ?? []).flatMap(bindTry),
    ...["--bind", view.folder, view.place],
    ...view.readOnly.flatMap(bindTry),
    ...view.hidden.flatMap(({ path, isFolder }) => (isFolder ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path])),
    ...["--remount-ro", "/", "--chdir", view.place],
    ...(view.keepsEnvironment === true ? [] : ["--clearenv"]),
    ...Object.entries(cageEnvironment(view)).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

/** All that a program has of an environment. */
export function cageEnvironment({ node }: Pick<CageView, "node">): Readonly<Record<string, string>> {
  const folders = ["/usr/local/bin", "/usr/bin", "/bin", ...(node === undefined ? [] : [dirname(NODE_PLACE)])];
  return { PATH: folders.join(":"), HOME: "/tmp", TMPDIR: "/tmp", LANG: "C.UTF-8", TERM: "dumb" };
}

function bindTry(path: string): readonly string[] {
  return ["--ro-bind-try", path, path];
}
