/** The same waits in C, to check what is measured here: built where a C compiler is found. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Point } from './measurement.ts';
import { setSize, waitNames, type WaitName } from './waits.ts';

const source = `
#define _GNU_SOURCE
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

static int count, highest, epfd;
static int *fds;
static fd_set asked;
static struct pollfd *array;
static struct epoll_event *events;

static int by_select(void) { fd_set set = asked; struct timespec none = {0, 0}; return pselect(highest + 1, &set, 0, 0, &none, 0); }
static int by_poll(void) { struct timespec none = {0, 0}; return ppoll(array, count, &none, 0); }
static int by_epoll(void) { return epoll_pwait(epfd, events, count, 0, 0); }

static double now(void) { struct timespec t; clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); return t.tv_sec * 1e6 + t.tv_nsec / 1e3; }

static double cost(int (*wait)(void), double microseconds) {
  long times = 1;
  double spent;
  for (;;) {
    double begin = now();
    for (long i = 0; i < times; i++) wait();
    spent = now() - begin;
    if (spent > microseconds / 4 || times > 1000000) break;
    times *= 4;
  }
  double least = spent / times;
  for (int round = 0; round < 3; round++) {
    double begin = now();
    for (long i = 0; i < times; i++) wait();
    spent = (now() - begin) / times;
    if (spent < least) least = spent;
  }
  return least;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  count = atoi(argv[1]);
  double round = atof(argv[2]) * 1000;
  fds = calloc(count, sizeof *fds);
  array = calloc(count, sizeof *array);
  events = calloc(count, sizeof *events);
  epfd = epoll_create1(EPOLL_CLOEXEC);
  FD_ZERO(&asked);
  for (int i = 0; i < count; i++) {
    fds[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (fds[i] < 0) return 1;
    if (fds[i] > highest) highest = fds[i];
    if (fds[i] < FD_SETSIZE) FD_SET(fds[i], &asked);
    array[i].fd = fds[i];
    array[i].events = POLLIN;
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(epfd, EPOLL_CTL_ADD, fds[i], &event);
  }
  eventfd_write(fds[count - 1], 1);
  printf("%f %f %f\\n", highest < FD_SETSIZE ? cost(by_select, round) : -1, cost(by_poll, round), cost(by_epoll, round));
  return 0;
}
`;

export interface Check {
  call: WaitName;
  count: number;
  /** CPU microseconds of one wait in C. */
  inC: number;
  here: number;
  factor: number;
}

/** Builds and runs it for the descriptors that have been measured, one ready. Null where no C compiler is found. @throws Error when it does not run */
export function checkInC(points: readonly Point[], round: number, counts: readonly number[]): Check[] | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'netwalk-measure-'));
  try {
    writeFileSync(path.join(folder, 'waits.c'), source);
    const program = path.join(folder, 'waits');
    try {
      execFileSync('cc', ['-O2', '-o', program, path.join(folder, 'waits.c')], { stdio: 'ignore' });
    } catch {
      return null;
    }
    return counts.flatMap((count) => {
      const found = points.filter((point) => point.what === 'one-ready' && point.count === count);
      if (found.length === 0) return [];
      const words = execFileSync(program, [String(count), String(round)], { encoding: 'utf8' })
        .trim()
        .split(' ');
      return waitNames.flatMap((call, i): Check[] => {
        const here = found.find((point) => point.call === call)?.microseconds;
        const inC = Number(words[i]);
        return here === undefined || !(inC > 0) || (call === 'select' && count >= setSize)
          ? []
          : [{ call, count, inC, here, factor: here / inC }];
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
