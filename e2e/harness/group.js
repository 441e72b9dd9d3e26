/**
 * Ends a process that was started detached, with all that it started and all that outlived it: what is started may be a script that has gone by then.
 *
 * @param {number | undefined} pid its, and its group's; undefined where it never started
 */
export function endGroup(pid) {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them ended by themselves.
  }
}
