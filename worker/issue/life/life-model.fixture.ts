import type { PriorityLevel } from './life.ts';
import type { LimitRequest } from './life-command.ts';

/**
 * An issue as somebody would keep it on paper: every event that ever came, one word for where it stands, and every question answered by going through the
 * whole pile. It shares no code with what it is a reference for, and makes no attempt to be small or fast.
 */
export class IssueOnPaper {
  /** `new`, `ongoing`, `escalating`, `regressed`; `resolved …`; `archived …`. */
  word = 'new';
  since: number;
  automatic: PriorityLevel;
  level: PriorityLevel;
  byMember: PriorityLevel | null = null;
  assignee: string | null = null;
  isMembersChoice = false;
  /** Set while a resolution names a release: that one, and those that were there before it. */
  mark: { name: string; before: string[]; isItselfCovered: boolean } | null = null;
  commit: string | null = null;
  limits: { until: number | null; events: LimitRequest | null; users: LimitRequest | null; from: number } | null = null;
  forecast: number | null = null;
  pile: PaperEvent[] = [];
  log: string[] = [];

  constructor(first: PaperEvent) {
    this.since = first.at;
    this.pile.push(first);
    this.automatic = this.gravity(first);
    this.level = this.automatic;
    this.log.push('first_seen/new');
    this.owned(first);
  }

  event(event: PaperEvent): void {
    const isLate = event.at < this.since;
    this.pile.push(event);
    this.time(event.at);
    if (!isLate) this.matters(event);
    if (this.isOpen()) {
      if (score[this.gravity(event)] > score[this.automatic]) {
        this.automatic = this.gravity(event);
        this.reprioritize();
      }
      this.owned(event);
    }
  }

  time(now: number): void {
    if (this.word === 'archived until met' && this.limits?.until != null && this.limits.until <= now) {
      this.open('ongoing', now, 'set_unresolved/reopened');
      this.forecast = this.expectAnew(now);
    }
  }

  grow(now: number): void {
    if (['new', 'regressed', 'escalating'].includes(this.word) && now - this.since >= 7 * day) this.open('ongoing', now, 'auto_set_ongoing/');
  }

  resolve(kind: 'now' | 'by age' | 'in release' | 'in next release' | 'in commit', at: number, name: string, before: string[], hours: number): void {
    if (this.word.startsWith('resolved') && (kind === 'now' || kind === 'by age')) return;
    if (this.word === `resolved ${kind}` && name === (this.commit ?? this.mark?.name)) return;
    if (kind === 'by age' && (!this.isOpen() || this.pile.some((event) => hourOf(event.at) * hour > at - hours * hour))) return;
    this.close(`resolved ${kind}`, at);
    if (kind === 'in release' || kind === 'in next release') this.mark = { name, before, isItselfCovered: kind === 'in next release' };
    if (kind === 'in commit') this.commit = name;
    const line =
      kind === 'now' ? 'set_resolved' : kind === 'by age' ? 'set_resolved_by_age' : kind === 'in commit' ? 'set_resolved_in_commit' : 'set_resolved_in_release';
    this.log.push(`${line}/resolved`);
  }

  releaseCommit(commit: string, name: string, before: string[]): void {
    if (this.commit === commit) this.mark ??= { name, before, isItselfCovered: false };
  }

  reopen(asked: string | null, at: number): void {
    if (this.isOpen() && (asked === null || asked === this.word)) return;
    const isNews = !this.isOpen();
    const expected = this.expectAnew(at);
    this.open(asked ?? 'ongoing', at, isNews ? 'set_unresolved/reopened' : 'set_unresolved/');
    if (this.word === 'ongoing') this.forecast = expected;
  }

  review(at: number): void {
    if (!this.isOpen() || this.word === 'ongoing') return;
    this.open('ongoing', at, 'mark_reviewed/');
    this.forecast = this.expectAnew(at);
  }

  archive(
    kind: 'forever' | 'until escalating' | 'until met',
    at: number,
    limits: { until: number | null; events: LimitRequest | null; users: LimitRequest | null },
  ): void {
    if (kind !== 'until met' && this.word === `archived ${kind}`) return;
    const expected = this.expectAnew(at);
    this.close(`archived ${kind}`, at);
    if (kind === 'until escalating') this.forecast = expected;
    // What came before does not count, though it may have come in the same minute.
    if (kind === 'until met') this.limits = { ...limits, from: this.pile.length };
    this.log.push('set_ignored/archived');
  }

  lose(whom: string): void {
    if (this.assignee !== whom) return;
    this.isMembersChoice = false;
    this.assignee = null;
    this.log.push('unassigned/unassigned');
  }

  assign(to: string | null, isByMember: boolean): void {
    if (this.isMembersChoice && !isByMember) return;
    this.isMembersChoice ||= isByMember;
    if (this.assignee === to) return;
    this.assignee = to;
    this.log.push(to === null ? 'unassigned/unassigned' : 'assigned/assigned');
  }

  prioritize(level: PriorityLevel | null, isByMember: boolean): void {
    if (this.byMember !== null && !isByMember) return;
    const before = this.level;
    this.byMember = isByMember ? level : null;
    if (!isByMember && level !== null) this.automatic = level;
    this.level = this.byMember ?? (this.word === 'escalating' ? 'high' : this.automatic);
    if (this.level !== before) this.log.push('set_priority/');
  }

  private matters(event: PaperEvent): void {
    if (this.word.startsWith('resolved')) {
      if (this.isExpected(event.release)) return;
      this.automatic = this.gravity(event);
      this.open('regressed', event.at, 'set_regression/regressed');
    } else if (this.word === 'archived until met' && this.limits) {
      const { events, users, from } = this.limits;
      const counted = this.pile.slice(from).filter((one) => one.at >= this.since);
      const within = (some: PaperEvent[], minutes: number | null) => {
        const newest = Math.max(...some.map((one) => one.at));
        return some.filter((one) => minutes === null || one.at > newest - minutes * minute);
      };
      const isEnough = events && sum(within(counted, events.windowMinutes).map((one) => one.count)) >= events.count;
      // A window of users ends with the last of them, whatever came without a user since.
      const people =
        users &&
        within(
          counted.filter((one) => one.users.length > 0),
          users.windowMinutes,
        );
      const isCrowd =
        users &&
        people &&
        (users.windowMinutes === null ? sum(people.map((one) => one.newUsers)) : new Set(people.flatMap((one) => one.users)).size) >= users.count;
      if (isEnough || isCrowd) this.open('escalating', event.at, 'set_escalating/escalating');
    } else if (this.word === 'ongoing' || this.word === 'archived until escalating') {
      if (this.isUnusual(event.at)) this.open('escalating', event.at, 'set_escalating/escalating');
    }
  }

  private isExpected(release: string | null): boolean {
    if (!this.mark) return false;
    if (release === null) return true;
    if (release === this.mark.name) return this.mark.isItselfCovered;
    const [one, other] = [order.indexOf(release), order.indexOf(this.mark.name)];
    return one >= 0 && other >= 0 ? one < other : this.mark.before.includes(release);
  }

  private isUnusual(now: number): boolean {
    const begin = hourOf(now) - 23;
    const firstDay = Math.floor(begin / 24);
    const usual = this.forecast !== null && now < this.since + 9 * day ? this.forecast : 0;
    if (this.forecast === null && !this.pile.some((event) => dayOf(event.at) <= firstDay - 7)) return false;
    return this.today(now) > Math.max(20, usual, 2 * this.busiest(firstDay));
  }

  private expectAnew(now: number): number {
    return Math.max(20, 2 * this.today(now), 2 * this.busiest(Math.floor((hourOf(now) - 23) / 24)));
  }

  private today(now: number): number {
    return sum(this.pile.filter(({ at }) => hourOf(at) <= hourOf(now) && hourOf(at) >= hourOf(now) - 23).map(({ count }) => count));
  }

  private busiest(before: number): number {
    return Math.max(...[1, 2, 3, 4, 5, 6, 7].map((ago) => sum(this.pile.filter(({ at }) => dayOf(at) === before - ago).map(({ count }) => count))));
  }

  private gravity(event: PaperEvent): PriorityLevel {
    if (event.level === 'fatal' || (event.level === 'error' && event.isUnhandled)) return 'high';
    const isMuch = sum(this.pile.map(({ newUsers }) => newUsers)) >= 100 || this.today(event.at) >= 1000;
    if (event.level === 'error' || event.level === 'warning') return isMuch ? 'high' : 'medium';
    return isMuch ? 'medium' : 'low';
  }

  private owned(event: PaperEvent): void {
    if (event.owner === null || this.assignee !== null || this.isMembersChoice) return;
    this.assignee = event.owner;
    this.log.push('assigned/assigned');
  }

  private isOpen(): boolean {
    return !this.word.includes(' ');
  }

  private open(word: string, at: number, line: string): void {
    this.close(word, at);
    this.log.push(line);
    this.reprioritize();
  }

  private close(word: string, at: number): void {
    Object.assign(this, { word, since: at, mark: null, commit: null, limits: null, forecast: null });
  }

  private reprioritize(): void {
    const level = this.byMember ?? (this.word === 'escalating' ? 'high' : this.automatic);
    if (level !== this.level) this.log.push('set_priority/');
    this.level = level;
  }
}

export interface PaperEvent {
  at: number;
  count: number;
  release: string | null;
  newUsers: number;
  users: string[];
  level: 'debug' | 'info' | 'warning' | 'error' | 'fatal';
  isUnhandled: boolean;
  owner: string | null;
}

/** Oldest first, as anybody would say. The others have names that tell nothing, and one is of another package. */
export const order = ['shop@1.0-beta.2', 'shop@1.0-beta.11', 'shop@1.0', 'shop@1.0+7', 'shop@1.0+12', 'shop@1.2', 'shop@1.10'];
export const names = ['monday', 'c0ffee', 'till@3.0', 'shop@latest'];

const score = { low: 0, medium: 1, high: 2 };
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function hourOf(at: number): number {
  return Math.floor(at / hour);
}

function dayOf(at: number): number {
  return Math.floor(at / day);
}

function sum(counts: number[]): number {
  return counts.reduce((before, count) => before + count, 0);
}
