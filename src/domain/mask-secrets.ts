/** What stands in the place of a secret. */
export const MASK = '***';

/** Names whose values are secrets, as they stand in headers, JSON, query strings, settings and options. */
const SECRET_NAME = String.raw`(?:[\w-]*(?:password|passwd|passphrase|pwd|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?id|signature|ticket|jwt|mysapsso)[\w-]*|(?:[\w-]*[_-])?(?:sso|t?otp|pin)\d?(?:[_-][\w-]*)?|auth|sig|sid|pass|key)`;

/** Short words that are secrets as words of their own alone, in a name that changes case from word to word: `userPin`, `ssoCookie`, and no `shipping`. */
const SECRET_WORD_IN_NAME = String.raw`(?:[\w-]*[a-z\d](?:Sso|SSO|T?OTP|T?Otp|Pin|PIN)|(?:sso|t?otp|pin)(?=\d?[A-Z]))\d?(?![a-z])[\w-]*`;
const SECRET_WORD_KEY = new RegExp(`^${SECRET_WORD_IN_NAME}$`);

const SECRET_KEY = new RegExp(`^(?:${SECRET_NAME}|(?:proxy-)?authorization|(?:set-)?cookies?)$`, 'i');

/** Whether a key, column or header of this name holds a secret, whatever its value looks like. */
export const isSecretName = (name: string): boolean => SECRET_KEY.test(name.trim()) || SECRET_WORD_KEY.test(name.trim());

const VALUE = String.raw`("(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$)|[^\s&;,"'}\])]+)`;

const PATTERNS: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
  // Whole lines: what follows these names is nothing else. In JSON, to the end of the text.
  [/("?\b(?:proxy-)?authorization"?\s*[:=]\s*|"?\b(?:set-)?cookie"?\s*[:=]\s*)("(?:[^"\\]|\\.)*(?:"|$)|[^\r\n"']+)/gi, `$1${MASK}`],
  [/\b(bearer|basic|digest|negotiate)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  // User name and password of an address.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"']+@/gi, `$1${MASK}@`],
  [new RegExp(String.raw`((?:^|[^\w-])["']?${SECRET_NAME}["']?\s*[:=]\s*)${VALUE}`, 'gim'), `$1${MASK}`],
  [new RegExp(String.raw`((?:^|[^\w-])["']?${SECRET_WORD_IN_NAME}["']?\s*[:=]\s*)${VALUE}`, 'gm'), `$1${MASK}`],
  [new RegExp(String.raw`((?:^|\s)--?${SECRET_NAME}\s+)(?!-)\S+`, 'gim'), `$1${MASK}`],
  [/((?:^|\s)(?:-u|--user|--proxy-user)\s+)[^\s:]+:\S+/g, `$1${MASK}`],
  // JSON web tokens, and tokens that tell their service by how they begin.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, MASK],
  [/\b(?:gh[opsur]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|[sr]k_(?:live|test)_\w{10,}|sk-[\w-]{16,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|npm_\w{30,})/g, MASK],
];

/** The text with what looks like a secret replaced by `***`. It goes by form: a secret that looks like a word stays. */
export function maskSecrets(text: string): string {
  let masked = text;
  for (const [pattern, replacement] of PATTERNS) masked = masked.replace(pattern, replacement);
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
