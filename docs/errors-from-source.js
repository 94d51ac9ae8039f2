// Reads every error class of src/ that names its code, status and public message as literals.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

const src = fileURLToPath(new URL('../src', import.meta.url));

export function errorsFromSource() {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.spec\.ts$|testing/.test(file),
  );
  return files
    .flatMap((file) => errorsIn(join(src, file)))
    .sort((a, b) => a.reason.localeCompare(b.reason) || a.code.localeCompare(b.code));
}

function errorsIn(path) {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  return file.statements
    .filter(ts.isClassDeclaration)
    .map((declaration) => literalsOf(declaration, file))
    .filter(({ code, status }) => code && status)
    .map(({ code, status, publicMessage }) => ({
      code,
      reason: code.slice(code.lastIndexOf('.') + 1),
      status: Number(status),
      message: publicMessage ?? '(depends on the request)',
    }));
}

function literalsOf(declaration, file) {
  const properties = declaration.members
    .filter((member) => ts.isPropertyDeclaration(member) && member.initializer)
    .map((member) => [member.name.getText(file), literalOf(member.initializer)]);
  return Object.fromEntries(properties);
}

function literalOf(expression) {
  if (ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression)) return expression.text;
  if (ts.isBinaryExpression(expression)) {
    const [left, right] = [literalOf(expression.left), literalOf(expression.right)];
    return left !== undefined && right !== undefined ? left + right : undefined;
  }
  return undefined;
}
