import { entryName } from '../domain/audit.ts';
import { plural } from '../domain/plural.ts';
import { type CallStanding, type PatternStanding, type SandboxStanding, acceptedByName, byNameText, sayingText } from '../domain/sandbox.ts';
import { shorten } from '../domain/text.ts';
import { type Gate, type Judgement, listed, remedy } from './judgement.ts';

/** More of an answer stands in sandbox status. */
const LONGEST_SAID = 300;
const MOST_NAMED = 5;
const EVERY_PATTERN = 'every pattern accepted as it would be sent now, nothing refused';

/** A judgement that rests on no pattern. */
const without = (passed: boolean, measuredText: string, evidence: string[], remedies: Judgement['remedies'] = []): Judgement => ({
  passed, measured: { patterns: 0, accepted: 0, why: measuredText }, required: { wanting: 0 }, measuredText, requiredText: passed ? 'nothing' : EVERY_PATTERN, evidence, remedies,
});

/** What the ERP itself says to a PO of each pattern that the fortnight showed; a dry run can only foretell it. */
export const sandboxAccepted: Gate = {
  id: 'sandbox_accepted',
  title: 'A sandbox of the ERP accepted each pattern',
  waivable: true,
  judge({ settings: { erp, gates }, sandbox }) {
    if (gates.sandboxAccepted === 'off' && erp !== 'generic') return without(true, 'switched off', ['gates.sandboxAccepted is off: whether the ERP takes what it would be sent was not asked']);
    if (erp === 'generic' && gates.sandboxAccepted !== 'required') return without(true, 'not applicable: erp is generic, which has no API', ['the generic profile has no API that a sandbox could be asked by, so what the ERP says to the POs is not known']);
    if (erp === 'generic') return without(false, 'nothing to ask: erp is generic', ['gates.sandboxAccepted asks for it, and the generic profile has no API'], [remedy('Choose the ERP with erp in po-shadow.yaml, and replay', 'po-shadow run')]);
    if (sandbox === null || sandbox.patterns.length === 0) return without(false, 'no would-be PO to try', [sandbox === null ? 'no run of this profile' : 'the newest run has no would-be PO'], [remedy('Replay approvals of which POs would be made', 'po-shadow run')]);
    return judged(sandbox);
  },
};

function judged({ erp, patterns, refused: refusedCalls, notTried, unknown, unread, exported }: SandboxStanding): Judgement {
  const wanting = patterns.filter(({ state }) => state !== 'accepted');
  const refused = wanting.filter(({ state }) => state === 'refused');
  const told = new Set(refused.flatMap(({ calls }) => calls).map(({ call }) => call.id));
  const others = refusedCalls.filter(({ call }) => !told.has(call.id));
  const passed = wanting.length === 0 && refusedCalls.length === 0;
  const accepted = patterns.length - wanting.length;
  const byName = acceptedByName(patterns);
  const setAside = unknown.filter(({ why }) => why === 'name_after_hash').length;
  return {
    passed,
    // By name, so that a waiver is one of these and no others, however many of them are listed.
    measured: { erp, patterns: patterns.length, accepted, wanting: wanting.map(({ pattern, state }) => `${pattern}: ${state}`), refused: refusedCalls.map(({ call }) => call.name), byNameAlone: byName },
    required: { wanting: 0, refused: 0 },
    measuredText: `${accepted} of ${plural(patterns.length, 'pattern')} accepted${refusedCalls.length === 0 ? '' : `, ${plural(refusedCalls.length, 'call')} refused`}${byName === 0 ? '' : `, ${byNameText(byName)}`}${setAside === 0 ? '' : `, ${plural(setAside, 'answer')} by a name alone set aside`}`,
    requiredText: EVERY_PATTERN,
    evidence: [
      ...listed([...refused, ...wanting.filter((each) => !refused.includes(each))].map(wantingText)),
      ...listed(others.map((call) => `refused, though another PO of its kind is accepted: ${call.call.poNumber}, ${call.call.action} ${call.call.part}${saidText(call)}`)),
      ...notTried.map((what) => `not tried: ${what}`),
      ...(byName === 0 ? [] : [`${byNameText(byName)}, which shows what was meant and not what was sent`]),
      ...(unknown.length === 0 ? [] : [`${plural(unknown.length, 'answer')} that count${unknown.length === 1 ? 's' : ''} for nothing: po-shadow sandbox status`]),
      ...(unread.length === 0 ? [] : [`${plural(unread.length, 'row')} of answers can't be read: po-shadow sandbox status`]),
      ...(accepted === 0 ? [] : [`accepted: ${patterns.filter(({ state }) => state === 'accepted').map(({ pattern }) => pattern).join(', ')}`]),
    ],
    remedies: passed ? [] : [
      ...(refusedCalls.length === 0 ? [] : [remedy(`Put right what the sandbox refused (${[...new Set(refusedCalls.map(({ call }) => call.poNumber))].slice(0, MOST_NAMED).join(', ')}), replay, and try again`, 'po-shadow sandbox status')]),
      ...(refused.length === wanting.length ? [] : [remedy(`Have a sandbox try ${plural(wanting.length - refused.length, 'pattern')}, and read its answers back`, exported ? 'po-shadow sandbox export DIR, then sandbox import FILE --by …' : 'po-shadow sandbox export DIR')]),
    ],
  };
}

/** What stands against a pattern: its first call that is not accepted, and what was said to it. */
function wantingText({ pattern, state, poNumber, calls }: PatternStanding): string {
  const open = calls.filter(({ outcome }) => outcome !== 'accepted');
  const first = open.find(({ outcome }) => outcome === state) ?? open[0];
  return `${pattern}: ${poNumber} ${state.replace('_', ' ')}${first === undefined ? '' : saidText(first)}`;
}

function saidText({ answer, predicted, outcome }: CallStanding): string {
  if (answer === null) return '';
  const said = shorten(answer.says.map(sayingText).join('; '), LONGEST_SAID);
  return `, HTTP ${answer.status}${said === '' ? '' : ` ${said}`} (${entryName(answer.entry)})${outcome !== 'refused' ? '' : predicted === '' ? '; the dry run did not foretell it' : `; foretold as ${predicted}`}`;
}
