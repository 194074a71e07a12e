// Draws a criterion's line; its figures stand in the table beside it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const canvas = document.getElementById("chart");
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const day = (iso) => Date.parse(`${iso}T12:00:00Z`) / 86400000;
  const points = (line) => line.points.map((p) => ({ x: day(p.x), y: p.y }));
  const shown = (x) =>
    new Date(x * 86400000).toLocaleDateString("da-DK", { day: "numeric", month: "short", year: "numeric" });
  const amount = (y) => y.toLocaleString("da-DK") + (data.percent ? " %" : "");
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
    line(data.value, "#0a5591", { stepped: "before", pointRadius: 3, borderWidth: 2.5 }),
    line(data.target, "#17693a", { borderDash: [2, 3] }),
  ];
  if (data.expected) {
    datasets.push(line(data.expected, "#7d4a00", { borderDash: [8, 4], stepped: data.expected.stepped ? "before" : false }));
  }
  new Chart(canvas, {
    type: "line",
    data: { datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      parsing: false,
      interaction: { mode: "nearest", intersect: false },
      scales: {
        x: { type: "linear", min: day(data.from), max: day(data.to), ticks: { callback: shown, maxTicksLimit: 7, maxRotation: 0 } },
        y: { beginAtZero: true, ticks: { callback: amount } },
      },
      plugins: {
        legend: { position: "bottom", labels: { boxHeight: 2, boxWidth: 28 } },
        tooltip: { callbacks: { title: (items) => shown(items[0].parsed.x), label: (item) => `${item.dataset.label}: ${amount(item.parsed.y)}` } },
      },
    },
  });
});
