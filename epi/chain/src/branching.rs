//! Maximum branching of Chu and Liu (1965) and Edmonds (1967), in Tarjan's form with mergeable heaps: *O*(*E* log *V*).

/// A weighted arc.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub from: usize,
    pub to: usize,
    pub weight: f64,
}

/// The arcs, by position, of the spanning tree rooted at node 0 with the greatest sum of weights. Every other node must have
/// an arc from node 0.
pub(crate) fn maximum_branching(nodes: usize, edges: &[Edge]) -> Vec<usize> {
    let mut search = Search::new(nodes, edges);
    for start in 1..nodes {
        search.grow(start);
    }
    search.expand()
}

const NONE: usize = usize::MAX;

/// A skew heap's node for each arc; the greatest weight on top. `added` waits to be added to the whole subtree.
struct Heap {
    left: Vec<usize>,
    right: Vec<usize>,
    weight: Vec<f64>,
    added: Vec<f64>,
}

impl Heap {
    fn push_down(&mut self, node: usize) {
        let added = std::mem::take(&mut self.added[node]);
        if added == 0.0 {
            return;
        }
        for child in [self.left[node], self.right[node]] {
            if child != NONE {
                self.weight[child] += added;
                self.added[child] += added;
            }
        }
    }

    fn add(&mut self, root: usize, amount: f64) {
        if root != NONE {
            self.weight[root] += amount;
            self.added[root] += amount;
        }
    }

    /// Without recursion: a list of arcs in order would overflow the stack.
    fn merge(&mut self, first: usize, second: usize) -> usize {
        let (mut a, mut b) = (first, second);
        let mut spine = Vec::new();
        while a != NONE && b != NONE {
            if self.weight[b] > self.weight[a] {
                std::mem::swap(&mut a, &mut b);
            }
            self.push_down(a);
            spine.push(a);
            a = self.right[a];
        }
        let mut rest = if a == NONE { b } else { a };
        while let Some(node) = spine.pop() {
            self.right[node] = self.left[node];
            self.left[node] = rest;
            rest = node;
        }
        rest
    }

    fn pop(&mut self, root: usize) -> usize {
        self.push_down(root);
        let (left, right) = (self.left[root], self.right[root]);
        self.merge(left, right)
    }
}

struct Search<'a> {
    edges: &'a [Edge],
    heap: Heap,
    /// Heap of arcs into each node, contracted nodes too.
    entering: Vec<usize>,
    /// Arc chosen into each node.
    chosen: Vec<usize>,
    /// The contracted node that holds it, or itself.
    outer: Vec<usize>,
    /// The next node of contraction for the expansion.
    parent: Vec<usize>,
    /// The walk in which a node was finished or is being visited: 0 not yet, 1 finished, 2 on the path.
    state: Vec<u8>,
}

impl<'a> Search<'a> {
    fn new(nodes: usize, edges: &'a [Edge]) -> Self {
        let heap = Heap {
            left: vec![NONE; edges.len()],
            right: vec![NONE; edges.len()],
            weight: edges.iter().map(|edge| edge.weight).collect(),
            added: vec![0.0; edges.len()],
        };
        let mut search = Self {
            edges,
            heap,
            entering: vec![NONE; nodes],
            chosen: vec![NONE; nodes],
            outer: (0..nodes).collect(),
            parent: vec![NONE; nodes],
            state: vec![0; nodes],
        };
        search.state[0] = 1;
        for (number, edge) in edges.iter().enumerate() {
            if edge.to != 0 {
                search.entering[edge.to] = search.heap.merge(search.entering[edge.to], number);
            }
        }
        search
    }

    fn find(&mut self, node: usize) -> usize {
        let mut top = node;
        while self.outer[top] != top {
            top = self.outer[top];
        }
        let mut node = node;
        while self.outer[node] != top {
            node = std::mem::replace(&mut self.outer[node], top);
        }
        top
    }

    /// Follows greatest arcs backwards from `start` until the root or a finished node is met, contracting each cycle.
    fn grow(&mut self, start: usize) {
        let mut path = Vec::new();
        let mut node = self.find(start);
        while self.state[node] != 1 {
            if self.state[node] == 2 {
                node = self.contract(node, &mut path);
            }
            self.state[node] = 2;
            path.push(node);
            loop {
                let arc = self.entering[node];
                if arc == NONE {
                    // Only with an unreachable node, which the caller rules out.
                    self.state[node] = 1;
                    break;
                }
                self.entering[node] = self.heap.pop(arc);
                let from = self.find(self.edges[arc].from);
                if from == node {
                    continue;
                }
                self.chosen[node] = arc;
                let weight = self.heap.weight[arc];
                // Changing the choice later costs the difference.
                self.heap.add(self.entering[node], -weight);
                node = from;
                break;
            }
        }
        for node in path {
            self.state[node] = 1;
        }
    }

    /// Makes one node of the cycle at the end of the path that begins at `node`.
    fn contract(&mut self, node: usize, path: &mut Vec<usize>) -> usize {
        let whole = self.outer.len();
        self.outer.push(whole);
        self.parent.push(NONE);
        self.chosen.push(NONE);
        self.state.push(0);
        let mut heap = NONE;
        while let Some(member) = path.pop() {
            self.outer[member] = whole;
            self.parent[member] = whole;
            heap = self.heap.merge(heap, self.entering[member]);
            if member == node {
                break;
            }
        }
        self.entering.push(heap);
        whole
    }

    /// Opens the contracted nodes again, outermost first: the arc into a cycle replaces the one into the node it enters.
    fn expand(mut self) -> Vec<usize> {
        let nodes = self.entering.len();
        for node in (0..nodes).rev() {
            let arc = self.chosen[node];
            if arc == NONE {
                continue;
            }
            let mut inner = self.edges[arc].to;
            while inner != node && inner != NONE {
                self.chosen[inner] = arc;
                inner = self.parent[inner];
            }
        }
        let mut arcs: Vec<usize> = Vec::new();
        for node in 1..nodes {
            let arc = self.chosen[node];
            if arc != NONE && self.edges[arc].to == node {
                arcs.push(arc);
            }
        }
        arcs
    }
}
