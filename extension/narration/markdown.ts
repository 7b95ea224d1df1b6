import MarkdownIt from 'markdown-it';

/** Markdown as walkthroughs/README.md allows it: no HTML, no pictures; links are `https:` or name a stop. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable(['image', 'html_inline']);

markdown.validateLink = (address) => /^https:\/\//.test(address) || /^#[a-z0-9-]+$/.test(address);

markdown.renderer.rules.link_open = (tokens, index, options, _environment, renderer) => {
  const token = tokens[index];
  const address = token?.attrGet('href') ?? '';
  if (token && address.startsWith('#')) {
    token.attrSet('data-do', 'read');
    token.attrSet('data-value', address.slice(1));
  }
  return renderer.renderToken(tokens, index, options);
};

/** HTML of a few paragraphs. */
export const renderMarkdown = (text: string): string => markdown.render(text);

/** HTML of one line, without a paragraph around it. */
export const renderInline = (text: string): string => markdown.renderInline(text);

/** Text for HTML. */
export const escapeHtml = (text: string): string => markdown.utils.escapeHtml(text);
