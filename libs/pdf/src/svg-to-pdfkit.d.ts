/** The part of svg-to-pdfkit that we call; the package carries no types. */
declare module 'svg-to-pdfkit' {
  interface Options {
    readonly width: number;
    readonly height: number;
    /** One unit of the drawing is one point. */
    readonly assumePt: boolean;
    readonly fontCallback: (family: string, bold: boolean) => string;
    readonly warningCallback: (text: string) => void;
  }
  function SVGtoPDF(document: PDFKit.PDFDocument, svg: string, x: number, y: number, options: Options): void;
  export = SVGtoPDF;
}
