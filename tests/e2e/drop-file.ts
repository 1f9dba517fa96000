import type { Page } from '@playwright/test';

type Moment = 'dragenter' | 'dragover' | 'drop' | 'dragleave';

export interface DroppedFile {
  readonly name: string;
  readonly text: string;
}

/** What a browser tells a page about a file that is dragged over it; tells whether the page took each event itself. */
export async function dragFile(page: Page, file: DroppedFile, moments: readonly Moment[]): Promise<boolean[]> {
  return page.evaluate(
    ({ name, text, given }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type: 'text/csv' }));
      const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
      return given.map(
        (type) => !target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })),
      );
    },
    { ...file, given: moments },
  );
}
