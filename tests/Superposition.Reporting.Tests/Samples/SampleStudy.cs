using Superposition.Reporting;
using Superposition.Studies;

namespace Superposition.Tests.Reporting.Samples;

/// <summary>A study with every kind of view, the table of a run that never was, and the report of both.</summary>
internal static class SampleStudy
{
    private const string Text = """
        {
          "question": "Is it small?", "inputs": 100,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 32, "active": 2 }, "targets": "pairs" }],
          "networks": [
            { "name": "linear", "kind": "control", "control": "linear-minimax" },
            { "name": "sign", "kind": "construction", "construction": "sign", "neurons": { "vary": [64, 128, 256] },
              "readOffs": ["own", "least-squares"] },
            { "name": "subset", "kind": "construction", "construction": "subset", "neurons": { "vary": [64, 128, 256] } },
            {
              "name": "trained", "kind": "trained", "trains": "whole", "neurons": { "vary": [64, 128, 256] }, "objective": "mse",
                "learningRate": { "tune": [0.003, 0.01] },
              "training": { "steps": 5, "batch": 8, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 2 }
            }
          ],
          "measures": ["errors", "curve"], "seeds": [0, 1, 2],
          "predictions": [
            { "says": "Errors of signs fall as 1/√d.", "test": { "slope": "rms", "against": "neurons", "of": { "network": "sign",
              "readOff": "own" }, "between": [-0.6, -0.4] } },
            { "says": "Trained networks have no error.", "test": { "measure": "epsilon", "of": { "network": "trained" }, "is": "<",
              "than": 0 } }
          ],
          "views": [
            { "kind": "lines", "title": "Worst error", "y": "epsilon", "x": "neurons", "columns": "readOff", "logY": true,
              "references": ["quarter", "rank-bound", { "network": "linear" }] },
            { "kind": "points", "title": "Root mean square", "y": "rms", "x": "network", "colour": "readOff" },
            { "kind": "curves", "title": "Loss", "y": "curve.loss", "x": "curve.steps", "logY": true },
            { "kind": "heat", "title": "Weights", "measure": "weights" },
            { "kind": "heat", "title": "Overlap of codes", "measure": "overlap" },
            { "kind": "table", "title": "Errors", "rows": ["network", "readOff", "neurons"], "measures": ["epsilon", "rms"] }
          ]
        }
        """;

    /// <summary>The report, made once for all tests that only read it.</summary>
    public static Lazy<ReportFiles> Report { get; } = new(() => Of(Table(seeds: 3)));

    /// <summary>A report of a table, with another question and another state of the run where they are given.</summary>
    public static ReportFiles Of(
        StudyTable table, string question = "Is it small?", RunState state = RunState.Finished, bool isSmoke = false, int cellsDone = 3)
    {
        var study = SpecReader.Read(Text.Replace("Is it small?", question, StringComparison.Ordinal), "study.json", []);
        var run = new RunManifest
        {
            Name = "sample",
            Command = "superposition run experiments/sample",
            Spec = study,
            PredictionsHash = study.PredictionsHash,
            IsSmoke = isSmoke,
            Version = "0.1.0",
            Libraries = "torch 2.10.0, .NET 10",
            Machine = "a machine, 2 processors",
            Arithmetic = "AVX2, 1 thread a tensor operation",
            Started = new DateTimeOffset(2026, 11, 22, 10, 30, 0, TimeSpan.Zero),
            Seconds = 12.5,
            State = state,
            CellsDone = cellsDone,
            Cells = 3,
        };
        return Superposition.Reporting.Report.Create(run, study, table);
    }

    /// <summary>Its rows: errors that fall as 1/√d, subsets that do not exist at 64, and a training that diverged.</summary>
    public static StudyTable Table(int seeds) => StudyTable.Of(
    [
        .. from seed in Enumerable.Range(0, seeds)
           from d in new[] { 64, 128, 256 }
           from row in new[]
           {
               Row("sign", "own", d, seed, 2.0 / Math.Sqrt(d)),
               Row("sign", "least-squares", d, seed, 1.5 / Math.Sqrt(d)),
               d == 64
                   ? Row("subset", null, d, seed, null) with { Refusal = "subset: features 1 and 2 share no neuron." }
                   : Row("subset", "own", d, seed, 4.0 / Math.Sqrt(d)),
               Trained(d, seed, 0.01),
               Trained(d, seed, 0.003) with { Failure = d == 256 && seed == 1 ? "The loss was no longer finite at step 3." : null },
           }
           select row,
        .. Enumerable.Range(0, seeds).Select(seed => Row("linear", "own", null, seed, 0.25)),
    ]);

    private static StudyRow Trained(int d, int seed, double rate)
    {
        var row = Row("trained", "own", d, seed, 1.0 / Math.Sqrt(d), $"-lr{rate}");
        return row with
        {
            Coordinates = row.Coordinates.Add("learningRate", rate),
            Measures = row.Measures.Add("loss", rate / d).Add("curve.steps", StudyValue.Of([1, 3, 5])).Add(
                "curve.loss", StudyValue.Of([0.1, 0.01, rate])).Add("weights", StudyValue.Of([[1.0, -1], [0.5, seed]]))
                .Add("overlap", StudyValue.Of([[1.0, 0.25], [0.25, 1]])),
        };
    }

    private static StudyRow Row(string network, string? readOff, int? neurons, int seed, double? epsilon, string more = "")
    {
        var coordinates = StudyRow.None.Add("task", "pairs").Add("network", network).Add("seed", seed);
        coordinates = readOff is null ? coordinates : coordinates.Add("readOff", readOff);
        coordinates = neurons is { } d ? coordinates.Add("neurons", d) : coordinates;
        var measures = epsilon is { } error
            ? StudyRow.None.Add("epsilon", error * (1 + (0.01 * seed))).Add("rms", error / 5 * (1 + (0.01 * seed)))
            : StudyRow.None;
        return new StudyRow($"{network}{more}-d{neurons}-seed{seed}", coordinates, measures, null, null);
    }
}
