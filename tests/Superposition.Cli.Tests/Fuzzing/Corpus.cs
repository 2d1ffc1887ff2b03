using System.Text;

namespace Superposition.Tests.Fuzzing;

/// <summary>Good files of every kind that the program reads, made by the program itself where it writes them.</summary>
internal sealed class Corpus : IDisposable
{
    private const string Study = """
        {
          "question": "Is it small?", "inputs": 20,
          "tasks": [{ "name": "pairs", "inputs": { "kind": "at-most", "features": 5, "active": 2 }, "targets": "pairs" }],
          "networks": [
            { "name": "linear", "kind": "control", "control": "linear-minimax", "seeds": 1 },
            { "name": "signs", "kind": "construction", "construction": "sign", "neurons": { "vary": [8, 12] } },
            { "name": "trained", "kind": "trained", "trains": "whole", "neurons": 6, "objective": "mse", "learningRate": { "tune": [0.01] },
              "training": { "steps": 3, "batch": 4, "optimizer": "adam", "weightDecay": 0, "schedule": "cosine", "warmUp": 1 } }
          ],
          "measures": ["errors"], "seeds": [0]
        }
        """;

    private const string Task = """
        { "name": "own", "inputs": { "kind": "exactly", "features": 6, "active": 2 }, "targets": { "kind": "gates",
          "gates": [{ "gate": "and", "of": [0, 1] }, { "gate": "xor", "of": [2, 3] }] } }
        """;

    private readonly TemporaryFolder folder = new();

    private Corpus()
    {
    }

    /// <summary>Specs of studies.</summary>
    public byte[][] Specs { get; } = [Encoding.UTF8.GetBytes(Study)];

    /// <summary>Circuits and tasks.</summary>
    public (string Ending, byte[] Content)[] Circuits { get; } =
    [
        (".blif", ".model half\n.inputs a b\n.outputs s c\n.names a b s\n10 1\n01 1\n.names a b c\n11 1\n.end\n"u8.ToArray()),
        (".aag", "aag 5 2 0 2 3\n2\n4\n10\n6\n6 2 4\n8 3 5\n10 7 9\ni0 x\ni1 y\no0 s\no1 c\n"u8.ToArray()),
        (".aig", [.. "aig 5 2 0 2 3\n10\n6\n"u8, 2, 2, 3, 2, 1, 2, .. "i0 x\ni1 y\no0 s\no1 c\nc\ncomment"u8]),
        (".txt", "features 5\ny = xor x0 x1 x2\nz = and y x3\nw = or x4 z\noutputs y w\n"u8.ToArray()),
        (".json", Encoding.UTF8.GetBytes(Task)),
    ];

    /// <summary>Networks of this project and foreign ones.</summary>
    public (string Ending, byte[] Content)[] Networks { get; private set; } = [];

    /// <summary>Activations.</summary>
    public (string Ending, byte[] Content)[] Activations { get; private set; } = [];

    /// <summary>A finished run: its files by name.</summary>
    public Dictionary<string, byte[]> Run { get; private set; } = [];

    /// <summary>Makes the files.</summary>
    public static async Task<Corpus> Make()
    {
        var corpus = new Corpus();
        var files = corpus.folder;
        (await CommandLine.Run("construct", "sign", "--features", "5", "--active", "2", "--neurons", "12", "--out", files["n.safetensors"]))
            .IsDone();
        (await CommandLine.Run("export", files["n.safetensors"], "--npz", files["n.npz"])).IsDone();
        (await CommandLine.Run("activations", files["n.safetensors"], "--inputs", "all", "--out", files["a.npz"])).IsDone();
        (await CommandLine.Run("activations", files["n.safetensors"], "--inputs", "all", "--out", files["a.safetensors"])).IsDone();
        (await CommandLine.Run("run", files.Write("study.json", Study), "--out", files["run"])).IsDone();
        corpus.Networks = corpus.Read("n.safetensors", "n.npz");
        corpus.Activations = corpus.Read("a.npz", "a.safetensors");
        corpus.Run = Directory.GetFiles(files["run"], "*", SearchOption.AllDirectories).Where(file =>
            !file.EndsWith(".png", StringComparison.Ordinal) && !file.EndsWith(".svg", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(files["run"], file), File.ReadAllBytes, StringComparer.Ordinal);
        return corpus;
    }

    public void Dispose() => folder.Dispose();

    private (string Ending, byte[] Content)[] Read(params string[] names) =>
        [.. names.Select(name => (Path.GetExtension(name), File.ReadAllBytes(folder[name])))];
}
