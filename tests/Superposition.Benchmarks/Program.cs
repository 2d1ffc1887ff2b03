using BenchmarkDotNet.Running;
using Superposition.Benchmarks;

// `performance [rounds]` prints all tables of docs/performance.md; `peer [rounds]` only training steps beside the same steps in PyTorch; `fused [rounds]` a
// deep circuit beside a matrix product; `sizes` runs circuits of a million features and more, `law FOLDER` finds the smallest widths; anything else is for BenchmarkDotNet (for example --filter "*Gram*").
if (args is ["performance", .. var rounds])
{
    FloorTable.Print();
    FormTable.Print();
    Console.WriteLine();
    return PeerTable.Run(rounds.Length > 0 ? rounds : ["3"]);
}

if (args is ["peer", .. var rest])
{
    return PeerTable.Run(rest);
}

if (args is ["fused", .. var fused])
{
    return FusedTable.Run(fused);
}

if (args is ["sizes", .. var sizes])
{
    return SizeTable.Run(sizes);
}

if (args is ["law", .. var law])
{
    return LawTable.Run(law);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new InOneProcess());
return 0;
