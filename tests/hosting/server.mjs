// A server of one's own: releases sent by rsync, a link that moves, and bytes that are counted.
import fs from 'node:fs';
import path from 'node:path';
import { unlike } from './copies.mjs';
import { prints } from './world.mjs';

/** What ssh does, without the network: rsync then reckons as it would over one. CUT ends the line after so many bytes. */
const REMOTE = `#!/bin/sh
[ "$1" != -l ] || shift 2
shift
case "\${CUT:-}$*" in [0-9]*rsync*)
  mkfifo "$0.$$"
  sh -c "exec $*" <"$0.$$" &
  stdbuf -o0 head -c "$CUT" >"$0.$$"
  kill $!
  exit 255 ;;
esac
exec sh -c "$*"
`;

const counted = (said, name) => Number(said.match(new RegExp(`${name}: ([\\d,.]+)`))?.[1].replace(/\D/g, '') ?? NaN);

export class Server {
  constructor(clone) {
    this.folder = path.join(clone.home, 'serveur');
    this.current = path.join(this.folder, 'current');
    this.shell = { RSYNC_RSH: path.join(clone.home, 'remote') };
    fs.writeFileSync(this.shell.RSYNC_RSH, REMOTE, { mode: 0o755 });
  }

  send(clone, more = {}) {
    return clone.run('hosting/publish-rsync.sh', ['public', `moi@serveur:${this.folder}`], { ...this.shell, ...more });
  }

  async publish(clone, site) {
    const done = await this.send(clone);
    const wrong = done.code === 0 ? unlike(this.current, site) : [done.said];
    return { files: counted(done.said, 'Number of regular files transferred'), bytes: counted(done.said, 'Total bytes sent'), wrong };
  }

  seen() {
    return JSON.stringify([fs.realpathSync(this.current), ...prints(this.current)]);
  }

  /** What must hold when things go wrong, and after many nights. */
  async judge(clone, report) {
    const before = this.seen();
    clone.edit('content/_index.md', (text) => text.replace(/^title: .*$/m, 'title: Une page qui tarde à paraître'));
    const site = await clone.build();
    const cut = await this.send(clone, { CUT: '20000' });
    const wrong = cut.code === 0 ? ['a cut connection was taken for a success'] : [];
    report.judge('a cut leaves the old site online', 'rsync', before === this.seen() ? wrong : [...wrong, 'what is online has changed']);
    report.judge('the next publication goes through', 'rsync', (await this.publish(clone, site)).wrong);
    for (let n = 0; n < 3; n += 1) await clone.run('hosting/publish-rsync.sh', ['public', this.folder]);
    const kept = fs.readdirSync(path.join(this.folder, 'releases')).filter((name) => !name.startsWith('.'));
    const shown = path.basename(fs.realpathSync(this.current));
    report.judge('five releases stay, with the one that is shown', 'rsync', kept.length === 5 && kept.includes(shown) ? [] : [kept.join()]);
    const refused = await clone.run('hosting/publish-rsync.sh', ['content', this.folder]);
    report.judge('a folder that is no site is refused', 'rsync', refused.code === 2 ? [] : [`exit ${refused.code}: ${refused.said}`]);
  }
}
