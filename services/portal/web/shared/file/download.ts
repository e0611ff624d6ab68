/** Hands bytes to the browser as a file; nothing of them stays in the page. */
export function download(name: string, type: string, bytes: BlobPart): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address by the next turn; later ones must not find the file any more.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The bytes behind a base64 text. */
export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
