namespace Superposition.Tests;

/// <summary>Specs that run in a second.</summary>
internal static class TinySpecs
{
    /// <summary>Four arms on 6 features.</summary>
    public const string Comparison = """
        {
          "$schema": "spec.schema.json",
          "kind": "learned-versus-constructed", // line 3
          "question": "Is it small?",
          "prediction": "It is.",
          "task": { "features": 6, "active": 2, "sparsity": "at-most" },
          "scientific": {
            "constructions": ["naive", "sign", "gaussian"],
            "frozenLayer": "sign",
            "neurons": [6, 9],
            "objectives": [{ "kind": "mse" }, { "kind": "power", "p": 4 }]
          },
          "nuisance": { "learningRate": [0.003, 0.01] },
          "training": { "steps": 30, "batch": 16, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 2 },
          "measurement": { "inputs": 1000 },
          "seeds": [0, 1]
        }
        """;

    /// <summary>Errors of constructions on 8 features.</summary>
    public const string Constructions = """
        {
          "kind": "construction-errors",
          "question": "Is it small?",
          "prediction": "It is.",
          "scientific": {
            "constructions": ["naive", "subset", "sign"],
            "features": [8],
            "active": [2],
            "sparsity": "exactly",
            "neurons": [160, 200]
          },
          "measurement": { "inputs": 20, "leastSquaresUpToFeatures": 8, "leastSquaresUpToNeurons": 64 },
          "seeds": [0, 1],
        }
        """;
}
