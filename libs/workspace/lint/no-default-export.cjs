/** One name for one thing everywhere: a default export is renamed at every import. A declaration file says what another's package does. */
module.exports = {
  meta: { type: 'suggestion', schema: [], messages: { named: 'Export it by name.' } },
  create: (context) => (context.filename.endsWith('.d.ts') ? {} : {
    'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"], TSExportAssignment': (node) => context.report({ node, messageId: 'named' }),
  }),
};
