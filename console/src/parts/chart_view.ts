// SPDX-License-Identifier: Apache-2.0
import "uplot/dist/uPlot.min.css";
import uPlot from "uplot";

export default uPlot;
