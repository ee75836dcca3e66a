// SPDX-License-Identifier: Apache-2.0
//
// A chart: uPlot, fetched when the first one is shown. 'options' makes the options anew from the
// colours of the page, so that a chart follows it into the dark. What a chart says is also on the
// page as text; to a screen reader it is one picture with a name.
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";

export interface Colours {
    ink: string;
    quiet: string;
    line: string;
    accent: string;
    plus: string;
    minus: string;
    warm: string;
    font: string;
}

export type ChartOptions = (
    colours: Colours,
    plot: typeof uPlot,
) => Omit<uPlot.Options, "width" | "height">;

function colours(): Colours {
    const page = getComputedStyle(document.documentElement);
    const of = (name: string): string => page.getPropertyValue(name).trim();
    return {
        ink: of("--ink"),
        quiet: of("--ink-2"),
        line: of("--line"),
        accent: of("--accent"),
        plus: of("--plus"),
        minus: of("--minus"),
        warm: of("--warm"),
        font: `12px ${getComputedStyle(document.body).fontFamily}`,
    };
}

export function Chart(props: {
    label: string;
    data: uPlot.AlignedData;
    options: ChartOptions;
    height: number;
    mark?: number;
}) {
    const box = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot | null>(null);
    const now = useRef(props);
    now.current = props;
    useEffect(() => {
        let gone = false;
        let made: typeof uPlot | null = null;
        const draw = (): void => {
            if (gone || !made || !box.current) return;
            plot.current?.destroy();
            const { data, options, height } = now.current;
            const size = { width: Math.max(box.current.clientWidth, 100), height };
            plot.current = new made({ ...options(colours(), made), ...size }, data, box.current);
        };
        import("./chart_view").then(
            (m) => {
                made = m.default;
                draw();
            },
            () => undefined,
        );
        const dark = matchMedia("(prefers-color-scheme: dark)");
        dark.addEventListener("change", draw);
        window.addEventListener("tocsin-theme", draw);
        let width = box.current?.clientWidth ?? 0;
        const size = new ResizeObserver(() => {
            const is = box.current?.clientWidth ?? 0;
            if (is === width) return;
            width = is;
            draw();
        });
        if (box.current) size.observe(box.current);
        return () => {
            gone = true;
            size.disconnect();
            dark.removeEventListener("change", draw);
            window.removeEventListener("tocsin-theme", draw);
            plot.current?.destroy();
            plot.current = null;
        };
    }, [props.data]);
    useEffect(() => plot.current?.redraw(false), [props.mark]);
    return <div class="chart" ref={box} role="img" aria-label={props.label} />;
}
