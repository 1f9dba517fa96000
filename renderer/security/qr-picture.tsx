import type { ReactElement } from 'react';

/** A QR code that the hub drew, as a picture: what comes over the wire never becomes markup of the page. */
export function QrPicture({ svg, label }: { readonly svg: string; readonly label: string }): ReactElement {
  return (
    <img alt={label} width={180} height={180} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} />
  );
}
