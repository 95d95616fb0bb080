//! What is due in which hour: linked lists through a pool, one list per hour.
//!
//! Within an hour the last that was put in comes out first. That order is the same in every run, and no process of the
//! model depends on it: what is decided in an hour is decided by draws that belong to the event.

const END: u32 = u32::MAX;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// `a` infection, `b` partner, `number` layer, `bits` uniform.
    Contact,
    /// Like a contact, but something is left at the place.
    Deposit,
    /// `b` picks up what was left; `a` infection it came from.
    Pickup,
    /// `a` generation, `b` person; from another zone.
    Arrival,
    /// `a` infection.
    Onset,
    /// `a` infection, `number` measure: sent home or stays there.
    SendHome,
    /// `a` infection, `number` measure.
    MorningCheck,
    /// `a` infection, `number` measure.
    Swab,
    /// `a` person, `number` measure.
    Positive,
    /// `a` person who is the case, `number` measure.
    Respond,
    /// `a` school, `number` measure.
    Expire,
    /// `a` person becomes susceptible again.
    Wane,
}

const KINDS: [Kind; 12] = [
    Kind::Contact,
    Kind::Deposit,
    Kind::Pickup,
    Kind::Arrival,
    Kind::Onset,
    Kind::SendHome,
    Kind::MorningCheck,
    Kind::Swab,
    Kind::Positive,
    Kind::Respond,
    Kind::Expire,
    Kind::Wane,
];

/// An event in 16 bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    next: u32,
    pub a: u32,
    pub b: u32,
    /// Kind in the lowest 4 bits, then 8 bits of `number`, then 20 bits that an event keeps for itself.
    packed: u32,
}

/// How finely an event keeps a uniform number.
pub(crate) const BITS: u32 = 20;

impl Event {
    pub(crate) fn new(kind: Kind, (a, b): (u32, u32)) -> Self {
        Self { next: END, a, b, packed: kind as u32 }
    }

    pub(crate) fn number(self, number: u8) -> Self {
        Self { packed: self.packed | u32::from(number) << 4, ..self }
    }

    pub(crate) fn bits(self, bits: u32) -> Self {
        Self { packed: self.packed | bits << 12, ..self }
    }

    #[inline]
    pub(crate) fn kind(&self) -> Kind {
        KINDS[(self.packed & 15) as usize]
    }

    #[inline]
    pub(crate) fn get_number(&self) -> u8 {
        (self.packed >> 4) as u8
    }

    #[inline]
    pub(crate) fn get_bits(&self) -> u32 {
        self.packed >> 12
    }

    /// The kept bits as the middle of their stratum in (0, 1).
    #[inline]
    pub(crate) fn uniform(&self) -> f64 {
        (f64::from(self.get_bits()) + 0.5) / f64::from(1_u32 << BITS)
    }
}

/// Events by the hour.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    heads: Vec<u32>,
    pool: Vec<Event>,
    free: u32,
}

impl Queue {
    pub(crate) fn new(hours: usize) -> Self {
        Self { heads: vec![END; hours], pool: Vec::new(), free: END }
    }

    /// Puts an event into an hour; beyond the end of the run it never happens.
    #[inline]
    pub(crate) fn push(&mut self, hour: u32, event: Event) {
        let Some(head) = self.heads.get_mut(hour as usize) else { return };
        let linked = Event { next: *head, ..event };
        if self.free == END {
            *head = self.pool.len() as u32;
            if self.pool.len() == self.pool.capacity() {
                self.pool.reserve_exact(self.pool.len() / 4 + 64);
            }
            self.pool.push(linked);
        } else {
            let slot = self.free;
            self.free = self.pool[slot as usize].next;
            self.pool[slot as usize] = linked;
            *head = slot;
        }
    }

    #[inline]
    pub(crate) fn pop(&mut self, hour: u32) -> Option<Event> {
        let head = self.heads[hour as usize];
        if head == END {
            return None;
        }
        let event = self.pool[head as usize];
        self.heads[hour as usize] = event.next;
        self.pool[head as usize].next = self.free;
        self.free = head;
        Some(event)
    }

    /// Gives the memory of a run that is over back.
    pub(crate) fn release(&mut self) {
        self.pool = Vec::new();
        self.free = END;
    }

    /// Empties the pool once every hour has been worked off.
    pub(crate) fn clear(&mut self) {
        self.pool.clear();
        self.free = END;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_keep_what_they_carry() {
        for kind in KINDS {
            let event = Event::new(kind, (7, 9)).number(63).bits((1 << BITS) - 1);
            assert_eq!((event.kind(), event.get_number(), event.get_bits()), (kind, 63, (1 << BITS) - 1));
            assert!(event.uniform() < 1.0);
        }
    }

    #[test]
    fn hours_are_lists() {
        let mut queue = Queue::new(3);
        for a in 0..4 {
            queue.push(a % 2, Event::new(Kind::Onset, (a, 0)));
        }
        queue.push(3, Event::new(Kind::Onset, (9, 0)));
        let drained: Vec<u32> = (0..3)
            .flat_map(|hour| std::iter::from_fn(|| queue.pop(hour)).collect::<Vec<_>>())
            .map(|e| e.a)
            .collect();
        assert_eq!(drained, [2, 0, 3, 1]);
        queue.push(1, Event::new(Kind::Onset, (5, 0)));
        assert_eq!((queue.pool.len(), queue.pop(1).map(|event| event.a)), (4, Some(5)));
    }
}
