// Draws a line over time for each canvas that names its data; the figures stand in a table beside.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("canvas[data-chart]").forEach(drawOverTime);
});

function drawOverTime(canvas) {
  const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  const day = (iso) => Date.parse(`${iso}T12:00:00Z`) / 86400000;
  const points = (line) => line.points.map((p) => ({ x: day(p.x), y: p.y }));
  // Where years stand instead of months, each under its own name.
  const named = new Map((data.named || []).map((at) => [day(at.x), at.label]));
  const shown = (x) =>
    named.get(x) || new Date(x * 86400000).toLocaleDateString("da-DK", { day: "numeric", month: "short", year: "numeric" });
  const amount = (y) => y.toLocaleString("da-DK") + (data.percent ? " %" : "");
  // The first of each month, or of every second, third …: as many as there is room for.
  const months = (room) => {
    const [year, month] = data.from.split("-").map(Number);
    const found = [];
    for (let n = 0, x = 0; (x = Date.UTC(year, month - 1 + n, 1, 12) / 86400000) <= day(data.to); n += 1) {
      if (x >= day(data.from)) found.push({ value: x });
    }
    const every = Math.ceil(found.length / room);
    return found.filter((_, n) => n % every === 0);
  };
  const line = (source, colour, options) => ({
    label: source.label,
    data: points(source),
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2,
    pointRadius: 0,
    ...options,
  });
  const datasets = [
    line(data.value, "#0a5591", { stepped: data.stepped ? "before" : false, pointRadius: 3, borderWidth: 2.5 }),
  ];
  if (data.target) datasets.push(line(data.target, "#17693a", { borderDash: [2, 3] }));
  if (data.expected) {
    datasets.push(line(data.expected, "#7d4a00", { borderDash: [8, 4], stepped: data.expected.stepped ? "before" : false }));
  }
  const afterBuildTicks = (axis) => {
    const found = named.size ? [...named.keys()].map((value) => ({ value })) : months(axis.chart.width / 110);
    if (found.length > 1) axis.ticks = found;
  };
  // On paper the table stands for the chart.
  window.addEventListener("beforeprint", () => {
    const table = canvas.closest(".panel").querySelector("details") || document.querySelector("[data-print-open]");
    table.open = true;
  });
  new Chart(canvas, {
    type: "line",
    data: { datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      parsing: false,
      interaction: { mode: "nearest", intersect: false },
      scales: {
        x: { type: "linear", min: day(data.from), max: day(data.to), afterBuildTicks, ticks: { callback: shown, maxRotation: 0 } },
        y: { beginAtZero: true, ticks: { callback: amount } },
      },
      plugins: {
        legend: { position: "bottom", labels: { boxHeight: 2, boxWidth: 28 } },
        tooltip: { callbacks: { title: (items) => shown(items[0].parsed.x), label: (item) => `${item.dataset.label}: ${amount(item.parsed.y)}` } },
      },
    },
  });
}
