// For machines without a Japanese font: faces by glyph range, so that a page loads only those that hold its characters.
import '@fontsource-variable/noto-sans-jp/wght.css';
