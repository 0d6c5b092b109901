"""Assignments, visits, meetings and events: what people from outside bring to a school.

In what capacity something was asked history says: that of whoever first did something with it.
"""

# those that others gave the school and did not cancel
ASSIGNMENTS = """
SELECT a.school_id, (a.given_at AT TIME ZONE %(zone)s)::date, 'assignment', a.what, made.by_capacity, 'other',
       a.given_by_name, %(assignment)s, a.id::text, 'staff'
FROM assignments_assignment a
LEFT JOIN LATERAL (
  SELECT e.by_capacity FROM history_event e WHERE e.subject_kind = 'assignment' AND e.subject_id = a.id
  ORDER BY e.at, e.id LIMIT 1) made ON TRUE
WHERE a.school_id = ANY(%(schools)s::bigint[]) AND a.state <> 'cancelled'
  AND (a.given_at AT TIME ZONE %(zone)s)::date BETWEEN %(first)s AND %(last)s
  AND (made.by_capacity <> ALL(%(own)s::text[])) IS NOT FALSE
"""

# made or planned; a look at the school's site asks nothing of it
VISITS = """
SELECT v.school_id, COALESCE(v.visited_on, v.planned_on), 'visit', v.kind_title, made.by_capacity, 'curator', v.made_by_name,
       COALESCE(v.minutes, CASE WHEN v.way = 'online' THEN %(visit_online)s ELSE %(visit)s END), v.id::text, 'staff'
FROM visits_visit v
LEFT JOIN LATERAL (
  SELECT e.by_capacity FROM history_event e WHERE e.subject_kind = 'visit' AND e.subject_id = v.id
  ORDER BY e.at, e.id LIMIT 1) made ON TRUE
WHERE v.school_id = ANY(%(schools)s::bigint[]) AND v.counts AND v.state <> 'cancelled'
  AND COALESCE(v.visited_on, v.planned_on) BETWEEN %(first)s AND %(last)s
  AND (made.by_capacity <> ALL(%(own)s::text[])) IS NOT FALSE
"""

# of a territory, for each of the school's people who was asked and did not stay away;
# what a school holds itself is its own work
MEETINGS = """
SELECT o.organisation_id, (m.starts_at AT TIME ZONE %(zone)s)::date, 'meeting', m.title, t.kind, 'programme', t.name,
       count(DISTINCT a.person_id) * %(meeting)s, m.id::text, 'staff'
FROM meetings_meeting m
JOIN organisations_territory t ON t.id = m.territory_id
JOIN meetings_attendance a ON a.meeting_id = m.id AND a.came <> 'absent'
JOIN appointments_appointment s ON s.person_id = a.person_id AND s.role = ANY(%(roles)s::text[])
JOIN appointments_appointment_schools o ON o.appointment_id = s.id
  AND o.organisation_id = ANY(%(schools)s::bigint[])
WHERE m.state <> 'cancelled' AND (m.starts_at AT TIME ZONE %(zone)s)::date BETWEEN %(first)s AND %(last)s
GROUP BY o.organisation_id, m.id, t.id
"""

# days that a territory holds for teachers or heads of schools: as many people as came from the school where that was
# counted, else as many as were expected, else one; nobody named is every school below; the hours of a course are
# shared among its days
EVENTS = """
SELECT s.school, d.date, 'event', e.title, t.kind, 'programme', t.name, s.people * d.minutes, e.id::text, 'staff'
FROM events_event e
JOIN organisations_territory t ON t.id = e.territory_id
CROSS JOIN LATERAL (
  SELECT n.id, n.date, COALESCE(n.came = 0, FALSE) AS is_empty,
         EXISTS (SELECT FROM events_attendance c WHERE c.session_id = n.id) AS is_counted,
         COALESCE(e.minutes, e.hours * 60 / count(*) OVER (), %(event)s * (n.last - n.date + 1)) AS minutes
  FROM events_session n
  WHERE n.event_id = e.id AND n.state <> 'cancelled' AND (n.state = 'held' OR e.state <> 'cancelled')) d
CROSS JOIN LATERAL (
  SELECT c.school_id AS school, c.came AS people FROM events_attendance c
  WHERE d.is_counted AND c.session_id = d.id AND c.school_id = ANY(%(schools)s::bigint[])
  UNION ALL
  SELECT i.school_id, COALESCE(i.expected, 1) FROM events_invited i
  WHERE NOT d.is_counted AND i.event_id = e.id AND i.school_id = ANY(%(schools)s::bigint[])
  UNION ALL
  SELECT o.id, 1 FROM organisations_organisation o
  JOIN organisations_territory p ON p.id = o.territory_id AND starts_with(p.path, COALESCE(t.path, ''))
  WHERE NOT d.is_counted AND o.id = ANY(%(schools)s::bigint[])
    AND NOT EXISTS (SELECT FROM events_invited i WHERE i.event_id = e.id)) s
WHERE d.date BETWEEN %(first)s AND %(last)s AND NOT d.is_empty AND s.people > 0
  AND (e.audience = '{}' OR e.audience && ARRAY['teachers', 'administration']::varchar[])
"""
