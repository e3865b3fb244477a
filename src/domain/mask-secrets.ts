/** What stands in the place of a secret. */
export const MASK = '***';

/** Keys that say which record or call is meant, and open nothing: `duplicate key: EXP-9060`. A log is read by them. */
const KEY_OF_RECORD = '(?:idempotency|duplicate|unique|primary|foreign|natural|business|reference|record|entity|lookup)';

/** Names whose values are secrets, as they stand in headers, JSON, query strings, settings and options; no name is so long that a text made to be slow could be. */
const SECRET_NAME = String.raw`(?:[\w-]{0,100}(?:password|passwd|passphrase|pwd|secret|token|credential|(?:api|access|private|subscription|consumer)[\s_-]?key|session[\s_-]?id|signature|ticket|jwt|mysapsso)[\w-]{0,100}|(?:[\w-]{0,100}[_-])?(?:sso|t?otp|pin)\d?(?:[_-][\w-]{0,100})?|x[_-]auth(?:[_-][\w-]{0,100})?|(?:client[_-]?|saml[_-]?)?assertion|saml[_-]?response|code[_-]?verifier|auth|sig|sid|pass|(?<!\b${KEY_OF_RECORD}\s+)key)`;

/** Short words that are secrets as words of their own alone, in a name that changes case from word to word: `userPin`, `ssoCookie`, and no `shipping`. */
const SECRET_WORD_IN_NAME = String.raw`(?:[\w-]{0,100}[a-z\d](?:Sso|SSO|T?OTP|T?Otp|Pin|PIN)|(?:sso|t?otp|pin)(?=\d?[A-Z]))\d?(?![a-z])[\w-]{0,100}`;
const SECRET_WORD_KEY = new RegExp(`^${SECRET_WORD_IN_NAME}$`);

const SAYS_WHICH = new RegExp(`^${KEY_OF_RECORD} key$`, 'i');
const SECRET_KEY = new RegExp(`^(?:${SECRET_NAME}|(?:proxy-)?authorization|(?:set-)?cookies?)$`, 'i');

/** What stands between the steps of a path, such as `request.headers.authorization`, or around a name, such as `@authorization`. */
const STEPS = /[.@/:[\]"']+/;

/** Whether a key, column or header of this name holds a secret, whatever its value looks like. Of a path the last step counts; spaces count as hyphens. */
export function isSecretName(name: string): boolean {
  const steps = name.split(STEPS).map((part) => part.trim().replace(/\s+/g, '-')).filter((part) => part !== '');
  const last = steps.at(-1) ?? '';
  return (SECRET_KEY.test(last) || SECRET_WORD_KEY.test(last)) && !SAYS_WHICH.test(steps.slice(-2).join(' '));
}

/** What stands between a name and its value, where that is not masked already. */
const ASSIGNED = String.raw`\s*[:=](?!\s*\\*["']\*{3}\\*["'])\s*`;
/** A value: a text in quotes, escaped ones too, or a word. */
const VALUE = String.raw`(\\+"[\s\S]*?(?:\\+"|$)|"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$)|[^\s&;,"'}\])]+)`;

type Replacement = string | ((whole: string, name: string, value: string) => string);

/** The name, and in the place of its value the mask, in the same quotes. */
function maskedValue(_whole: string, name: string, value: string): string {
  const quote = /^\\*["']/.exec(value)?.[0] ?? '';
  return `${name}${quote}${MASK}${quote}`;
}

const PATTERNS: readonly [RegExp, Replacement][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
  // Whole lines: what follows these names is nothing else, parameters in quotes included. In JSON, to the end of the text.
  [new RegExp(String.raw`(["']?\b(?:(?:proxy-)?authorization|(?:set-)?cookie)["']?${ASSIGNED})("(?:[^"\\]|\\.)*(?:"|$)|'[^'\r\n]*(?:'|$)|[^\r\n"']+(?:(?<==\\?)"[^"\r\n]*"[^\r\n"']*)*)`, 'gi'), maskedValue],
  [/\b(bearer|basic|digest|negotiate)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  // User name and password of an address.
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@"']+@/gi, `$1${MASK}@`],
  [new RegExp(String.raw`((?:^|[^\w-])["']?${SECRET_NAME}\\*["']?${ASSIGNED})${VALUE}`, 'gim'), maskedValue],
  [new RegExp(String.raw`((?:^|[^\w-])["']?${SECRET_WORD_IN_NAME}\\*["']?${ASSIGNED})${VALUE}`, 'gm'), maskedValue],
  // The code of a sign-in, which is a token for a minute or two; that of an error stands in no list of parameters.
  [/([?&]code=|^code=(?=[^\s&]*&[\w.]+=))[^&\s#"']+/gim, `$1${MASK}`],
  [new RegExp(String.raw`(<(?:[\w-]+:)?${SECRET_NAME}(?:\s[^<>]*)?>)(?!\s*(?:<(?!!)|\*{3}<))(?:\s*<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|[^<]+)`, 'gi'), `$1${MASK}`],
  [new RegExp(String.raw`((?:^|\s)--?${SECRET_NAME}\s+)(?!-)\S+`, 'gim'), `$1${MASK}`],
  [/((?:^|\s)(?:-u|--user|--proxy-user)\s+)[^\s:]+:\S+/g, `$1${MASK}`],
  // JSON web tokens, and tokens that tell their service by how they begin.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, MASK],
  [/\b(?:gh[opsur]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|[sr]k_(?:live|test)_\w{10,}|sk-[\w-]{16,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|npm_\w{30,})/g, MASK],
];

/** The text with what looks like a secret replaced by `***`. It goes by form: a secret that looks like a word stays. */
export function maskSecrets(text: string): string {
  let masked = text;
  for (const [pattern, replacement] of PATTERNS) masked = typeof replacement === 'string' ? masked.replace(pattern, replacement) : masked.replace(pattern, replacement);
  return masked;
}

const SECRET_OPTION = new RegExp(`^--?${SECRET_NAME}$`, 'i');
/** Options of well-known programs that are followed by a user name and password. */
const USER_OPTION = /^(?:-u|--user|--proxy-user)$/;

/** A command's words with secrets masked, one that follows an option such as --token among them. */
export function maskWords(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const option = words[index - 1] ?? '';
    return index > 0 && (SECRET_OPTION.test(option) || USER_OPTION.test(option)) ? MASK : maskSecrets(word);
  });
}
