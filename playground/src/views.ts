// The views beside the text: tabs, one of which is shown.
import { byId } from "./element";

export type View = "findings" | "access" | "new";

const VIEWS: View[] = ["findings", "access", "new"];

let shown: View = "findings";

/** Sets the tabs up; `opened` is called with the view that is opened. */
export function setUpViews(opened: (view: View) => void): void {
  for (const [index, view] of VIEWS.entries()) {
    const tab = byId(`view-${view}`);
    tab.onclick = () => open(view, opened);
    tab.onkeydown = ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      const next = step && VIEWS[(index + step + VIEWS.length) % VIEWS.length];
      if (next) {
        open(next, opened);
        byId(`view-${next}`).focus();
      }
    };
  }
}

/** The view that is shown. */
export function currentView(): View {
  return shown;
}

function open(view: View, opened: (view: View) => void): void {
  shown = view;
  for (const other of VIEWS) {
    const tab = byId(`view-${other}`);
    tab.ariaSelected = String(other === view);
    tab.tabIndex = other === view ? 0 : -1;
    byId(`panel-${other}`).hidden = other !== view;
  }
  opened(view);
}
