namespace Superposition.Tests;

/// <summary>Specs that run in a second.</summary>
internal static class TinySpecs
{
    /// <summary>Trained networks next to constructions and a control on 6 features.</summary>
    public const string Comparison = """
        {
          "$schema": "spec.schema.json",
          "question": "Is it small?", // line 3
          "inputs": 1000,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 6, "active": 2 }, "targets": { "kind": "pairs" } }],
          "networks": [
            { "name": "raw", "kind": "control", "control": "zero" },
            { "name": "signs", "kind": "construction", "construction": "sign", "neurons": { "vary": [6, 9] }, "keep": true },
            { "name": "naive", "kind": "construction", "construction": "naive" },
            { "name": "gaussian", "kind": "construction", "construction": "gaussian", "neurons": { "vary": [6, 9] } },
            {
              "name": "trained", "kind": "trained", "trains": "whole",
              "neurons": { "vary": [6, 9] },
              "objective": { "vary": [{ "kind": "mse" }, { "kind": "power", "p": 4 }] },
              "learningRate": { "tune": [0.003, 0.01] },
              "training": { "steps": 30, "batch": 16, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 2 }
            }
          ],
          "measures": ["errors"],
          "seeds": [0, 1]
        }
        """;

    /// <summary>Errors of constructions on 8 features.</summary>
    public const string Constructions = """
        {
          "question": "Is it small?",
          "inputs": 20,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "exactly", "features": 8, "active": 2 }, "targets": "pairs" }],
          "networks": [
            { "name": "naive", "kind": "construction", "construction": "naive" },
            { "name": "subset", "kind": "construction", "construction": "subset", "neurons": { "vary": [160, 200] } },
            { "name": "sign", "kind": "construction", "construction": "sign", "neurons": { "vary": [160, 200] } }
          ],
          "measures": ["errors"],
          "seeds": [0, 1],
        }
        """;
}
