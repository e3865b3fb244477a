const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** A JSON text indented by two blanks a level, as JSON.stringify would; its numbers stay as they are written. */
export function prettyJson(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  let pretty = '';
  let indent = '\n';
  for (const [index, token] of tokens.entries()) {
    const isEmpty = tokens[index + 1] === '}' || tokens[index + 1] === ']';
    if (token === '{' || token === '[') {
      indent += '  ';
      pretty += isEmpty ? token : token + indent;
    } else if (token === '}' || token === ']') {
      indent = indent.slice(0, -2);
      pretty += tokens[index - 1] === '{' || tokens[index - 1] === '[' ? token : indent + token;
    } else if (token === ',') pretty += token + indent;
    else pretty += token === ':' ? ': ' : token;
  }
  return pretty;
}
