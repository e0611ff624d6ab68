// Edits of files that list things. A list is found by its name in the syntax tree, never by its layout, and a file in which it cannot be
// found is named together with what was to be added.
const ts = require('typescript');
const { Refused } = require('./names.cjs');

function contentOf(tree, path) {
  const text = tree.read(path, 'utf8');
  if (text === null) throw new Refused(`${path} is missing; the generator knows no other place for this.`);
  return text;
}

/** The first node below `node` for which `pick` answers something. */
function firstIn(node, pick) {
  return pick(node) ?? ts.forEachChild(node, (child) => firstIn(child, pick));
}

const unwrapped = (node) => (node && (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) ? unwrapped(node.expression) : node);
const arrayIn = (node) => (unwrapped(node) && ts.isArrayLiteralExpression(unwrapped(node)) ? unwrapped(node) : undefined);

/** The array literal that is the value of a constant or property called `name`. */
function arrayNamed(source, name) {
  return firstIn(source, (node) => ((ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) && node.name.getText(source) === name ? arrayIn(node.initializer) : undefined));
}

/** Adds `element` to a list of `path`: before the element that reads `before`, else at the end. */
function addToArray(tree, path, name, element, { before } = {}) {
  const text = contentOf(tree, path);
  const array = arrayNamed(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true), name);
  const next = array?.elements.find((each) => each.getText() === before);
  if (array === undefined || (before !== undefined && next === undefined)) throw new Refused(`${path}: cannot find the list ${name}${before ? ` with ${before} in it` : ''}; it should get ${element}.`);
  const last = array.elements.at(-1);
  if (next) {
    return tree.write(path, `${text.slice(0, next.getStart())}${element}, ${text.slice(next.getStart())}`);
  }
  const at = last ? last.getEnd() : array.getStart() + 1;
  return tree.write(path, `${text.slice(0, at)}${last ? ', ' : ''}${element}${text.slice(at)}`);
}

/** Adds `property` as a line of its own at the end of the object literal that is the value of the constant `name`. */
function addToObject(tree, path, name, property) {
  const text = contentOf(tree, path);
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const object = firstIn(source, (node) => (ts.isVariableDeclaration(node) && node.name.getText(source) === name ? unwrapped(node.initializer) : undefined));
  if (object === undefined || !ts.isObjectLiteralExpression(object) || object.properties.length === 0) throw new Refused(`${path}: cannot find the object ${name}; it should get ${property}.`);
  const at = object.properties.at(-1).getEnd();
  tree.write(path, `${text.slice(0, at)},\n  ${property}${text.slice(at)}`);
}

/** The texts of the string literals in a list of `path`. */
function textsInArray(tree, path, name) {
  const source = ts.createSourceFile(path, contentOf(tree, path), ts.ScriptTarget.Latest, true);
  const array = arrayNamed(source, name);
  if (array === undefined) throw new Refused(`${path}: cannot find the list ${name}.`);
  return array.elements.filter(ts.isStringLiteral).map(({ text }) => text);
}

/** Adds an import behind the last one of its kind: packages stand before neighbours. */
function addImport(tree, path, line) {
  const text = contentOf(tree, path);
  const imports = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true).statements.filter(ts.isImportDeclaration);
  const isNeighbour = (module) => module.startsWith('.');
  const kind = isNeighbour(/from '([^']+)'/.exec(line)[1]);
  const at = (imports.findLast(({ moduleSpecifier }) => isNeighbour(moduleSpecifier.text) === kind) ?? imports.at(-1))?.getEnd() ?? 0;
  tree.write(path, at === 0 ? `${line}\n${text}` : `${text.slice(0, at)}\n${line}${text.slice(at)}`);
}

/** Adds `line` before the first line that sorts behind it among those that `isOne` says are of its kind, else behind the last of them. */
function addLine(tree, path, line, isOne) {
  const lines = contentOf(tree, path).trimEnd().split('\n');
  const kin = lines.flatMap((each, index) => (isOne(each) ? [index] : []));
  if (kin.length === 0) throw new Refused(`${path}: cannot find the lines beside which this belongs: ${line}`);
  const at = kin.find((index) => lines[index] > line) ?? kin[kin.length - 1] + 1;
  tree.write(path, `${[...lines.slice(0, at), line, ...lines.slice(at)].join('\n')}\n`);
}

/** Replaces the one place that `pattern` matches. */
function replaceOnce(tree, path, pattern, replacement, missing) {
  const text = contentOf(tree, path);
  if (!pattern.test(text)) throw new Refused(`${path}: ${missing}`);
  tree.write(path, text.replace(pattern, replacement));
}

module.exports = { addImport, addLine, addToArray, addToObject, contentOf, replaceOnce, textsInArray };
