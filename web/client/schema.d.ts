// Generated from api/openapi.json by `npm run client`. Do not edit.

export interface paths {
    "/api/v1/absences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sick absences that the caller may see, the newest first. */
        get: operations["absences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/absences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One sick absence with all that is known of it. The look is logged with its reason. */
        get: operations["absence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/absences/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets somebody back. */
        post: operations["return_from_absence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/absences/{id}/return-certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Holds a return certificate against the rule of the disease and keeps both; it lets nobody back by itself. */
        post: operations["check_return_certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/absences/{id}/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records what was found out about an absence, as the teacher or as the health officer. */
        post: operations["trace_absence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts that belong to a unit or to one below it. */
        get: operations["list_accounts"];
        put?: never;
        /** Makes an account. Its password is generated and shown this once. */
        post: operations["create_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an account a role. */
        post: operations["give_grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an account a new generated password, shown this once; its sessions end. */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log of a unit and of those below it, the newest first. */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own channels, addresses masked. */
        get: operations["channels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets one's own channel of a kind and sends a code there; until it comes back nothing else is sent. */
        put: operations["set_channel"];
        post?: never;
        /** Removes one's own channel. */
        delete: operations["remove_channel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{kind}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms one's own channel by the code that came there. */
        post: operations["confirm_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{kind}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a test message over one's own confirmed channel, once a minute at the most. */
        post: operations["test_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The checks of a group on a day, corrected ones too, the newest first. */
        get: operations["checks"];
        put?: never;
        /** Takes one check. It is durable before it is acknowledged: 201, or 200 if the same check had been received before. */
        post: operations["report_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes many checks, each by itself: one that is refused does not hold up the others. */
        post: operations["report_checks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller checks on a day, with what is known already. */
        get: operations["due"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/completeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How complete the checks at or below a unit are: group by group for a school, school by school above. */
        get: operations["completeness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages to accounts of a unit and of those below it, the newest first: what did not arrive, and why. */
        get: operations["deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo/pace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes the pace of the demonstration; 404 where none runs. */
        post: operations["set_pace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/epidemic-curve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases by day of onset. */
        get: operations["epidemic_curve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens in the caller's reach, as it happens. `Last-Event-ID` resumes after an event. */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keeps a file (JPEG, PNG, WebP, PDF, DOCX, XLSX, at most 8 MiB) for the work of a unit. Its type is read from its
         *     bytes; the same bytes are kept once.
         */
        post: operations["store_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file, by the SHA-256 of its bytes in hexadecimal. */
        get: operations["file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a role back. */
        delete: operations["revoke_grant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guardian-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes what a guardian says before school. */
        post: operations["send_guardian_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/papers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prints a table or an official document from what is sent, or makes a workbook of it. Nothing is kept. */
        post: operations["print_paper"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/diseases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The diseases. */
        get: operations["diseases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/exclusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules by which somebody comes back after a disease. */
        get: operations["exclusion_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/symptoms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The coded symptoms. */
        get: operations["symptoms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/syndromes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The syndrome groups. */
        get: operations["syndromes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/thresholds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The threshold rules, of every jurisdiction and date. */
        get: operations["threshold_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. */
        get: operations["who_am_i"];
        put?: never;
        /** Signs in: the answer holds a token for programs, and sets a cookie for browsers. */
        post: operations["sign_in"];
        /** Signs out. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/locale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes the language of the pages. */
        post: operations["set_locale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes one's own password; one's other sessions end. */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signals in the caller's reach, those discovered last first. */
        get: operations["signals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One signal explained: rule, source, window, who counts, day by day, and what was done about it. Names are shown to
         *     whoever may see them and says why.
         */
        get: operations["signal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a signal on. */
        post: operations["acknowledge_signal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a signal with a reason. */
        post: operations["close_signal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{id}/comment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes something about a signal. */
        post: operations["comment_signal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signals/{id}/hand-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a signal to another unit. */
        post: operations["hand_on_signal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units in the order of the tree; without a filter those where the caller's reach begins. */
        get: operations["units"];
        put?: never;
        /** Makes a unit below another. */
        post: operations["create_unit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One unit. */
        get: operations["unit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each day is at a unit, at most 800 days. */
        get: operations["calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For every duty at a unit and below it the owner, the deputy, the supervisor; vacancies and doubles show. */
        get: operations["responsibility_chain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/checklists/{list}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Imports a list of an institution's own (CSV or XLSX), in the place of the shipped one of the same id, there and below.
         *     A dry run only says what it would be. What cannot be taken is told as `rows.<line>.<column>`.
         */
        post: operations["import_checklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes a unit and everything below it; memberships and posts there end on the same day. */
        post: operations["close_unit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/holdings/{holding_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a holding, or brings its end forward; the day before its first takes it back. */
        post: operations["end_holding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Imports units or people below a unit from a CSV file, all or nothing. A dry run only says what would be made. What
         *     cannot be taken is told row by row: `rows.<line>.<column>`, the header being line 1.
         */
        post: operations["import_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/own-calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an institution's own calendar says: its terms and the days it marks. */
        get: operations["own_calendar"];
        /** Replaces an institution's own calendar: its terms and its marks. */
        put: operations["set_calendar"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/own-calendar/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks days of an institution's own calendar, or takes their marks away. */
        post: operations["mark_days"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people whom a unit's institution keeps, by a part of the name, at most 20. */
        get: operations["people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The posts of a unit: who holds them today, and who is appointed for later. */
        get: operations["posts"];
        put?: never;
        /** Makes a post that nobody holds yet. */
        post: operations["create_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/posts/{post_id}/holdings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Appoints a holder, or a substitute for certain days. */
        post: operations["appoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a unit another name. */
        post: operations["rename_unit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/units/{id}/roster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who belongs to a group on a day, and who of them is ill. */
        get: operations["roster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The children of the calling guardian. */
        get: operations["wards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/charters/{post}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a post has to do, to be printed. */
        get: operations["charter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/checklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lists in force at a unit. */
        get: operations["checklists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/checklists/{list}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A list as it is in force at a unit, with its items and the form made of them. */
        get: operations["checklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/checklists/{list}/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a list came to at and below a unit: item by item for each month, and unit by unit. */
        get: operations["checklist_trend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a wave is, from the unit asked for (the issuer if none) down: the parts of a school are its units that have a
         *     task, so that the class that has not answered is found.
         */
        get: operations["coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/dilution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of a stock and of water makes a solution. Never weaker than the aim. */
        get: operations["dilution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/inspection-sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which schools an inspector goes to: drawn at random in each area, so that a fault of a stated share is met with a
         *     stated confidence. The same seed draws the same schools.
         */
        get: operations["inspection_sample"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/round-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is asked of kinds of places today: cleaning, disinfection, airing; on any day, after a case, of vomit. */
        get: operations["round_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks by deadline. */
        get: operations["tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task, with what was handed in and what others said of it. */
        get: operations["task"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts what was handed in. Whoever handed it in cannot. */
        post: operations["accept_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a task on. */
        post: operations["acknowledge_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}/origin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a task was opened: what a record found, and where. */
        get: operations["task_origin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that the caller has opened a task. */
        post: operations["read_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Returns what was handed in, with a reason: more is asked for. */
        post: operations["return_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that a task has been begun. */
        post: operations["start_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hands in what was done. It is durable before it is acknowledged. What is wrong with an answer is told at
         *     `answers.<question>`.
         */
        post: operations["submit_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/tasks/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a task back: only whoever may issue where it was issued. */
        post: operations["withdraw_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of work that there are. */
        get: operations["work_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller's posts have to do, by deadline. */
        get: operations["work_today"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/waves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The work issued in the caller's reach, the newest first. */
        get: operations["waves"];
        put?: never;
        /** Issues work to the units below. A large wave is made by and by: its `made` grows to its `expected`. */
        post: operations["issue_wave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work/waves/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One issuing of work, and how far it is within the caller's reach. */
        get: operations["wave"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A sick absence. */
        Absence: {
            /** @description The class; for staff the team. */
            class: components["schemas"]["UnitRef"];
            /** @description The diagnosis; absent for readers who may not see it. */
            diagnosis: string | null;
            expected_return: components["schemas"]["SchoolDay"] | null;
            /** @description The absence. */
            id: components["schemas"]["AbsenceId"];
            /** @description The day the illness began. */
            onset: components["schemas"]["SchoolDay"];
            /** @description Whether nobody has asked yet, so that onset is the day of the check. */
            onset_assumed: boolean;
            /** @description The day of the check that opened it. */
            opened_day: components["schemas"]["SchoolDay"];
            /** @description Who is ill. */
            person: components["schemas"]["PersonRef"];
            returned_day: components["schemas"]["SchoolDay"] | null;
            room: components["schemas"]["UnitRef"] | null;
            /** @description The school. */
            school: components["schemas"]["UnitRef"];
            /** @description Where it stands. */
            state: components["schemas"]["AbsenceState"];
            /** @description What was seen, as codes. */
            symptoms: string[];
            /** @description The syndrome groups these symptoms belong to. */
            syndromes: string[];
            /** @description How far it has been traced. */
            trace_state: components["schemas"]["TraceState"];
            /**
             * Format: int64
             * @description Counts the changes.
             */
            version: number;
        };
        /** @description A sick absence with all that is known of it. */
        AbsenceDetail: components["schemas"]["Absence"] & {
            /** @description The certificates presented, the oldest first. */
            certificates: components["schemas"]["Certificate"][];
            exclusion: components["schemas"]["Ruling"] | null;
            /** @description Its tracings, the oldest first. */
            traces: components["schemas"]["Trace"][];
        };
        /** Format: uuid */
        AbsenceId: string;
        /**
         * @description Where a sick absence stands.
         * @enum {string}
         */
        AbsenceState: "open" | "returned" | "voided";
        /** @description Why a record is accepted. */
        AcceptTask: {
            /** @description Up to 2,000 characters; may be empty. */
            reason?: string;
        };
        /** @description A role of an account, with the id by which it is taken back. */
        AccountGrant: {
            /** @description The grant. */
            id: components["schemas"]["GrantId"];
            /** @description The role. */
            role: components["schemas"]["Role"];
            /** @description Where it begins. */
            unit: components["schemas"]["UnitRef"];
            until: components["schemas"]["SchoolDay"] | null;
            /** @description Whence it comes. */
            via: components["schemas"]["Via"];
        };
        /** Format: uuid */
        AccountId: string;
        /** @description An account was made. */
        AccountMade: {
            /** @description The account. */
            account_id: components["schemas"]["AccountId"];
            /** @description Generated, shown this once. */
            password: string;
        };
        /** @description An account. */
        AccountView: {
            /** @description The account. */
            account_id: components["schemas"]["AccountId"];
            /** @description Whether it can no longer sign in. */
            disabled: boolean;
            /** @description The roles given to it; those that follow from posts are not listed. */
            grants: components["schemas"]["AccountGrant"][];
            /** @description The language of the pages. */
            locale: components["schemas"]["Locale"];
            person: components["schemas"]["PersonRef"] | null;
            /** @description Its name. */
            username: string;
        };
        /**
         * @description What can be done. One action may cover several verbs of the same weight.
         * @enum {string}
         */
        Action: "unit.read" | "unit.manage" | "roster.read" | "roster.manage" | "post.read" | "post.manage" | "calendar.manage" | "import.run" | "check.report" | "check.read" | "check.persons" | "absence.read" | "absence.trace" | "absence.trace_medical" | "absence.return" | "signal.read" | "signal.persons" | "signal.handle" | "work.read" | "work.do" | "work.review" | "work.issue" | "work.plan" | "account.manage" | "grant.manage" | "audit.read" | "delivery.read";
        /** @description A post, and who acts for it on the day one looks. */
        Answerable: {
            person: components["schemas"]["PersonRef"] | null;
            /** @description The post. */
            post: components["schemas"]["PostKind"];
        };
        /** @description An appointment was made. */
        Appointed: {
            /** @description The holding. */
            holding_id: components["schemas"]["HoldingId"];
        };
        /** @description An appointment to a post. */
        Appointment: {
            /** @description From this day. */
            from: components["schemas"]["SchoolDay"];
            /** @description Who. */
            person_id: components["schemas"]["PersonId"];
            /** @description Whether the person stands in for the holder. */
            substitute?: boolean;
            to?: components["schemas"]["SchoolDay"] | null;
        };
        /** @description One entry of the audit log. */
        AuditEntry: {
            /** @description What was done. */
            action: string;
            /** @description Who: an account's name, or a part of the program. */
            actor: string | null;
            /** @description When. */
            at: components["schemas"]["Instant"];
            /** @description Codes, ids and numbers. */
            detail: Record<string, never>;
            /** @description The entry. */
            id: components["schemas"]["AuditId"];
            /** @description What came of it. */
            outcome: components["schemas"]["Outcome"];
            reason: components["schemas"]["Reason"] | null;
            /** @description To what: kind and id. */
            subject: string | null;
            unit: components["schemas"]["UnitRef"] | null;
        };
        /** Format: uuid */
        AuditId: string;
        /** @description What became of one check: a receipt or a problem. */
        BatchResult: {
            /** @description The check's key. */
            client_key: components["schemas"]["ClientKey"];
            problem?: components["schemas"]["Problem"] | null;
            receipt?: components["schemas"]["CheckReceipt"] | null;
        };
        /** @description What became of the checks, in their order. */
        BatchResults: {
            /** @description One result per check. */
            results: components["schemas"]["BatchResult"][];
        };
        /** @description Days to be marked, or whose marks are to be taken away. */
        CalendarChange: {
            /** @description The days that are again what they would be by themselves. */
            cleared?: components["schemas"]["SchoolDay"][];
            /** @description The marks; what the days were marked before gives way. */
            marks?: components["schemas"]["CalendarMark"][];
        };
        /** @description What kind of day a day is at a unit. */
        CalendarDay: {
            /** @description The day. */
            day: components["schemas"]["SchoolDay"];
            /** @description Its kind. */
            kind: components["schemas"]["DayKind"];
        };
        /** @description The days of a unit. */
        CalendarList: {
            /** @description Every day asked for. */
            items: components["schemas"]["CalendarDay"][];
        };
        /** @description A day that is not what it would be by itself. */
        CalendarMark: {
            /** @description The day. */
            day: components["schemas"]["SchoolDay"];
            /** @description What it is: a school day, make-up day (weekends only), holiday or closure. */
            kind: components["schemas"]["DayKind"];
        };
        /** @description A return certificate that was presented. */
        Certificate: {
            by: components["schemas"]["PersonRef"] | null;
            /** @description When it was checked. */
            checked_at: components["schemas"]["Instant"];
            /** @description The certificate. */
            id: components["schemas"]["CertificateId"];
            /** @description When it was issued. */
            issued_on: components["schemas"]["SchoolDay"];
            /** @description Who issued it. */
            issuer: string;
            /** @description Whether the rule was met when it was checked. */
            met: boolean;
        };
        /** @description A certificate was checked. */
        CertificateChecked: {
            /** @description The certificate as kept. */
            certificate: components["schemas"]["Certificate"];
            ruling: components["schemas"]["Ruling"] | null;
        };
        /** Format: uuid */
        CertificateId: string;
        /** @description A return certificate and what was seen of the pupil. */
        CertificateReport: {
            /** @description Made by the client for this one certificate. */
            client_key: components["schemas"]["ClientKey"];
            /** @description What it says, and what was seen. What is not given is not known. */
            facts: components["schemas"]["ReturnFacts"];
            /** @description When. */
            issued_on: components["schemas"]["SchoolDay"];
            /** @description Who issued it. */
            issuer: string;
        };
        /** @description The code that came. */
        ChannelCode: {
            /** @description Six digits. */
            code: string;
        };
        /**
         * @description A way to reach a person outside the program. Inside it the list of today is derived and needs no message.
         * @enum {string}
         */
        ChannelKind: "email" | "wecom" | "dingtalk" | "sms" | "webhook";
        /** @description One's own channels. */
        ChannelList: {
            /** @description Those that are set, in the order in which they are tried. */
            channels: components["schemas"]["ChannelView"][];
            /** @description The kinds that this installation offers. */
            offered: components["schemas"]["ChannelKind"][];
        };
        /** @description A channel was set, and a code sent there. */
        ChannelSet: {
            /**
             * Format: int64
             * @description For how many seconds the code counts.
             */
            code_seconds: number;
            /** @description What signs the calls of a webhook; shown this once. */
            signing_secret: string | null;
        };
        /**
         * @description Whether a channel may be used.
         * @enum {string}
         */
        ChannelState: "unconfirmed" | "confirmed";
        /** @description A channel. */
        ChannelView: {
            /**
             * @description The address, masked.
             * @example z***@school.example
             */
            address: string;
            confirmed_at: components["schemas"]["Instant"] | null;
            /** @description The kind. */
            kind: components["schemas"]["ChannelKind"];
            /**
             * Format: int32
             * @description Its place in the order, from 0.
             */
            rank: number;
            /** @description When it was set. */
            set_at: components["schemas"]["Instant"];
            /** @description Whether it may be used. */
            state: components["schemas"]["ChannelState"];
        };
        /** @description A duty of a post. */
        CharterDuty: {
            /** @description What to do, in English. */
            guide_en: string | null;
            /** @description What to do, in Chinese. */
            guide_zh: string | null;
            /**
             * Format: int32
             * @description Minutes that one task asks for.
             */
            minutes: number;
            /** @description On which days it comes back. */
            recurrence: string | null;
            /** @description Where it comes from. */
            source: string | null;
            /** @description The template's id. */
            template: string;
            /** @description What it is called, in English. */
            title_en: string;
            /** @description What it is called, in Chinese. */
            title_zh: string;
        };
        /** @description Many checks at once. */
        CheckBatch: {
            /** @description At most 500. */
            checks: components["schemas"]["CheckReport"][];
        };
        /** Format: uuid */
        CheckId: string;
        /** @description Checks of a group on a day. */
        CheckList: {
            /** @description The newest first. */
            items: components["schemas"]["CheckView"][];
        };
        /** @description A check is stored. */
        CheckReceipt: {
            /**
             * Format: int64
             * @description Of them, not here, ill.
             */
            absent_ill: number;
            /**
             * Format: int64
             * @description Of them, not here for another reason.
             */
            absent_other: number;
            /** @description Whether the same check had been received before. */
            already_received: boolean;
            /** @description The check: the client's key. */
            check_id: components["schemas"]["CheckId"];
            /** @description Which check of the day. */
            check_type: components["schemas"]["CheckType"];
            /** @description Whether the device's clock was corrected. */
            clock_adjusted: boolean;
            /** @description Whether it is the one that counts for its group, day and type. */
            current: boolean;
            /**
             * Format: int64
             * @description Members of the group.
             */
            expected: number;
            /** @description The group. */
            group_id: components["schemas"]["UnitId"];
            /**
             * Format: int64
             * @description Of them, here with symptoms.
             */
            ill_in_class: number;
            /**
             * Format: int64
             * @description Of them, late.
             */
            late: number;
            /** @description When it was done, corrected where the device's clock was wrong. */
            occurred_at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description Of them, here.
             */
            present: number;
            /** @description When it reached the server. */
            received_at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description The roster that counts now. If it is another one, the list of the group has changed since: read it again.
             */
            roster_in_force: number;
            /**
             * Format: int64
             * @description The roster the checker had before them.
             */
            roster_version: number;
            /** @description The day it counts for, in the school's zone. */
            school_day: components["schemas"]["SchoolDay"];
        };
        /** @description A check of one group. No exceptions: everybody is here and well (零报告). */
        CheckReport: {
            /** @description Which check of the day. */
            check_type: components["schemas"]["CheckType"];
            /** @description Made by the client for this one check: however often it is sent, it is stored once. */
            client_key: components["schemas"]["ClientKey"];
            /** @description Who is not "here and well". */
            exceptions: components["schemas"]["Exception"][];
            /** @description The class, dormitory room or staff team. */
            group_id: components["schemas"]["UnitId"];
            /** @description When it was done, by the device's clock. */
            occurred_at: components["schemas"]["Instant"];
            /** @description Whether it is entered from paper. */
            on_paper?: boolean;
            /**
             * Format: int64
             * @description The roster the checker had before them: the check is kept under it. Absent: the one in force.
             */
            roster_version?: number | null;
            sent_at?: components["schemas"]["Instant"] | null;
            /** @description Temperatures of all, where they are taken. */
            temperatures?: components["schemas"]["Temperature"][];
        };
        /**
         * @description When in the day a group is checked (晨检、午检、晚检).
         * @enum {string}
         */
        CheckType: "morning" | "noon" | "evening";
        /** @description A stored check. */
        CheckView: components["schemas"]["CheckReceipt"] & {
            checker: components["schemas"]["PersonRef"] | null;
            /** @description Who was not "here and well"; empty for readers who may not see persons. */
            exceptions: components["schemas"]["ExceptionView"][];
            /** @description Whether it was entered from paper. */
            on_paper: boolean;
        };
        /** @description A list with its items and its form. */
        ChecklistDetail: components["schemas"]["ChecklistHead"] & {
            /** @description The items, in order. */
            entries: components["schemas"]["ChecklistItem"][];
            /** @description The form that is made of them, as JSON Schema; its questions are in order. */
            form: Record<string, never>;
        };
        /** @description A list as it is in force at a unit. */
        ChecklistHead: {
            from_unit: components["schemas"]["UnitId"] | null;
            /** @description Its id, such as `school-prevention`. */
            id: string;
            /** @description How many items it has. */
            items: number;
            /** @description What it is called, in English. */
            title_en: string;
            /** @description What it is called, in Chinese. */
            title_zh: string;
            /**
             * Format: int32
             * @description Its version.
             */
            version: number;
        };
        /** @description One item of a list. */
        ChecklistItem: {
            /** @description The chapter, in English. */
            category_en: string;
            /** @description The chapter, in Chinese. */
            category_zh: string;
            /** @description Its code, such as `CK08`. */
            code: string;
            /** @description Where one looks. */
            evidence: components["schemas"]["EvidenceKind"];
            /** @description How often. */
            frequency: components["schemas"]["Frequency"];
            /** @description Where it comes from; empty for general knowledge. */
            source: string;
            /** @description How sure it is. */
            status: components["schemas"]["Standing"];
            /** @description What must hold, in English. */
            text_en: string;
            /** @description What must hold, in Chinese. */
            text_zh: string;
            /** @description Whether a "no" opens a rectification. */
            weight: components["schemas"]["Weight"];
        };
        /** @description What a list came to. */
        ChecklistTrend: {
            /** @description Each item. */
            items: components["schemas"]["ItemTrend"][];
            /** @description The months with a record, such as `2026-11`. */
            months: string[];
            /** @description Each unit with a record. */
            units: components["schemas"]["UnitOutcome"][];
        };
        /** @description One condition of a return rule. */
        Clause: {
            /**
             * Format: int32
             * @description How many days, hours or results of it; absent where it is so or is not so.
             */
            amount: number | null;
            /** @description What is asked for, such as `days_from_onset` or `certificate_hospital`. */
            code: string;
            /** @description Whether it is met; absent where nobody has said. */
            met: boolean | null;
            /** @description Whether its contrary is asked for. */
            negated: boolean;
            not_before: components["schemas"]["SchoolDay"] | null;
        };
        /** Format: uuid */
        ClientKey: string;
        /** @description Why a signal is ended. */
        Close: {
            /** @description The reason. */
            reason: components["schemas"]["CloseReason"];
            /** @description What is said with it. */
            text: string;
        };
        /**
         * @description Why a person ends a signal.
         * @enum {string}
         */
        CloseReason: "contained" | "false_alarm" | "reported" | "duplicate" | "other";
        /** @description A unit's last day. */
        Closing: {
            /** @description The last day on which it exists. */
            last: components["schemas"]["SchoolDay"];
        };
        /** @description A code and its names. */
        CodeLabel: {
            /** @description The code. */
            code: string;
            /** @description In English. */
            en: string;
            /** @description In Chinese. */
            zh: string;
        };
        /** @description A comment. */
        Comment: {
            /** @description What is said. */
            text: string;
        };
        /** @description Completeness of a unit and of what lies directly below it. */
        Completeness: {
            /** @description The day. */
            day: components["schemas"]["SchoolDay"];
            /** @description Of an authority its schools, of a school its groups. */
            items: components["schemas"]["CompletenessItem"][];
            /** @description Whether school is held that day. */
            school_day: boolean;
            /** @description All together. */
            totals: components["schemas"]["CompletenessTotals"];
            /** @description The unit. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @description How far one unit below is. */
        CompletenessItem: {
            /**
             * Format: int64
             * @description Reported absent and ill.
             */
            absent_ill: number;
            /**
             * Format: int64
             * @description Reported absent for another reason.
             */
            absent_other: number;
            checker: components["schemas"]["PersonRef"] | null;
            deadline: components["schemas"]["Instant"] | null;
            /**
             * Format: int64
             * @description Members of all these groups.
             */
            expected: number;
            /**
             * Format: int64
             * @description Its groups that are checked.
             */
            groups_expected: number;
            /**
             * Format: int64
             * @description Of them, reported.
             */
            groups_reported: number;
            /**
             * Format: int64
             * @description Reported here with symptoms.
             */
            ill_in_class: number;
            /**
             * Format: int64
             * @description Reported late.
             */
            late: number;
            latest_at: components["schemas"]["Instant"] | null;
            /**
             * Format: int64
             * @description Not reported though the deadline has passed.
             */
            overdue: number;
            /**
             * Format: int64
             * @description Reported present.
             */
            present: number;
            /** @description Where it stands. */
            state: components["schemas"]["CompletenessState"];
            /** @description The unit. */
            unit: components["schemas"]["UnitRef"];
        };
        /**
         * @description Where a unit's checks stand.
         * @enum {string}
         */
        CompletenessState: "done" | "due" | "overdue" | "not_expected";
        /** @description How much of what is expected has been reported. */
        CompletenessTotals: {
            /**
             * Format: int64
             * @description Reported absent and ill.
             */
            absent_ill: number;
            /**
             * Format: int64
             * @description Reported absent for another reason.
             */
            absent_other: number;
            /**
             * Format: int64
             * @description Groups that are checked.
             */
            groups_expected: number;
            /**
             * Format: int64
             * @description Of them, reported.
             */
            groups_reported: number;
            /**
             * Format: int64
             * @description Reported here with symptoms.
             */
            ill_in_class: number;
            /**
             * Format: int64
             * @description Reported late.
             */
            late: number;
            /**
             * Format: int64
             * @description Groups not reported though the deadline has passed.
             */
            overdue: number;
            /**
             * Format: int64
             * @description Reported present.
             */
            present: number;
            /**
             * Format: int64
             * @description Members of all these groups.
             */
            pupils_expected: number;
        };
        /** @description How far a wave is under a unit. */
        Coverage: {
            /** @description All that stands under it. */
            counts: components["schemas"]["TaskCounts"];
            /** @description Its parts, by level, then in the order of the tree. */
            parts: components["schemas"]["CoveredUnit"][];
            /** @description The unit. */
            under: components["schemas"]["UnitRef"];
            /** @description The wave. */
            wave_id: components["schemas"]["WaveId"];
        };
        /** @description How far a unit is, with everything below it. */
        CoveredUnit: {
            /** @description The unit under which it is counted. */
            above: components["schemas"]["UnitId"];
            /** @description Its tasks and those below it. */
            counts: components["schemas"]["TaskCounts"];
            /** @description The unit. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @description What one signs in with. */
        Credentials: {
            /**
             * Format: password
             * @description Its password.
             */
            password: string;
            /** @description The account's name. */
            username: string;
        };
        /** @description Where the next page starts; opaque to the reader. */
        Cursor: string;
        /** @description One series of the curve. */
        CurveSeries: {
            /** @description Persons by day of onset. */
            counts: number[];
            /** @description In English. */
            en: string;
            /** @description A unit's id, a syndrome's code, or `unspecified`. */
            key: string;
            /** @description In Chinese. */
            zh: string;
        };
        /** @description A signal to be drawn beside the curve. */
        CurveSignal: {
            /** @description The first day on which it holds. */
            first_day: components["schemas"]["SchoolDay"];
            /** @description The last day on which it holds. */
            holds_through: components["schemas"]["SchoolDay"];
            /** @description The signal. */
            id: components["schemas"]["SignalId"];
            /** @description Its rule. */
            rule_id: string;
        };
        /**
         * @description What a day is at a school.
         * @enum {string}
         */
        DayKind: "school_day" | "make_up_day" | "weekend" | "holiday" | "closure" | "outside_term";
        /**
         * @description Where a message stands.
         * @enum {string}
         */
        DeliveryState: "waiting" | "sending" | "sent" | "dead";
        /** @description A message to one person, without text, name or full address. */
        DeliveryView: {
            /** @description The address, masked; nothing if the channel is gone. */
            address: string | null;
            /**
             * Format: int32
             * @description How often it was tried there.
             */
            attempts: number;
            /** @description When it was made. */
            created_at: components["schemas"]["Instant"];
            done_at: components["schemas"]["Instant"] | null;
            /** @description When it was or will be due first. */
            due_at: components["schemas"]["Instant"];
            /**
             * Format: uuid
             * @description The delivery; channels know it by this key.
             */
            id: string;
            kind: components["schemas"]["ChannelKind"] | null;
            /**
             * @description What went wrong last.
             * @example smtp.550
             */
            problem: string | null;
            /** @description What it is for. */
            purpose: components["schemas"]["Purpose"];
            /** @description Where it stands. */
            state: components["schemas"]["DeliveryState"];
            /** @description The institution of the account. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @description What the pages say about a demonstration. */
        DemoInfo: {
            /**
             * Format: int32
             * @description The day of the outbreak, from 1.
             */
            day_no: number;
            /**
             * Format: int32
             * @description How many days the outbreak has.
             */
            days: number;
            /** @description What is played, in English. */
            label_en: string;
            /** @description What is played, in Chinese. */
            label_zh: string;
            /** @description Whether the clock runs faster than time. */
            playing: boolean;
        };
        /** @description A disease and its names. */
        DiseaseLabel: {
            /** @description In English. */
            en: string;
            /** @description The slug. */
            slug: string;
            /** @description In Chinese. */
            zh: string;
        };
        /** @description A check that the caller does today. */
        DueCheck: {
            /** @description Which check of the day. */
            check_type: components["schemas"]["CheckType"];
            /** @description Until when. */
            deadline: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description How many members it has.
             */
            expected: number;
            /** @description The group. */
            group: components["schemas"]["UnitRef"];
            latest: components["schemas"]["CheckView"] | null;
            /** @description What guardians have announced, for the checker to confirm. */
            prefilled: components["schemas"]["PrefilledException"][];
            /**
             * Format: int64
             * @description The roster that counts now.
             */
            roster_version: number;
            /** @description Its school. */
            school: components["schemas"]["UnitRef"];
            /** @description Whether it is done. */
            state: components["schemas"]["DueState"];
            /** @description Whether the caller stands in for the usual checker. */
            substitute: boolean;
        };
        /** @description The checks that the caller does on a day. */
        DueList: {
            /** @description The day. */
            day: components["schemas"]["SchoolDay"];
            /** @description The checks. */
            items: components["schemas"]["DueCheck"][];
            /** @description The server's time. */
            now: components["schemas"]["Instant"];
        };
        /**
         * @description Whether a check is still to be done.
         * @enum {string}
         */
        DueState: "due" | "overdue" | "done";
        /** @description A duty at a unit. */
        DutyLine: {
            deputy: components["schemas"]["DutySeat"] | null;
            /** @description Vacancies and doubles. */
            gaps: components["schemas"]["Gap"][];
            /** @description Who does it. */
            owner: components["schemas"]["DutySeat"];
            supervisor: components["schemas"]["DutySeat"] | null;
            /** @description The template's id. */
            template: string;
            /** @description What the duty is called, in English. */
            title_en: string;
            /** @description What the duty is called, in Chinese. */
            title_zh: string;
            /** @description The unit. */
            unit_id: components["schemas"]["UnitId"];
        };
        /** @description One seat of a duty. */
        DutySeat: {
            at_unit: components["schemas"]["UnitId"] | null;
            person: components["schemas"]["PersonRef"] | null;
            /** @description The post. */
            post: components["schemas"]["PostKind"];
        };
        /**
         * @description What an entry of a signal's history tells.
         * @enum {string}
         */
        EntryKind: "raised" | "count_changed" | "acknowledged" | "commented" | "handed_on" | "closed" | "withdrawn" | "reopened" | "merged";
        /**
         * @description Why a signal was ended by a person, or withdrawn by the program.
         * @enum {string}
         */
        EntryReason: "contained" | "false_alarm" | "reported" | "duplicate" | "other" | "corrected" | "absorbed";
        /** @description Persons by day of onset. */
        EpidemicCurve: {
            /** @description The days. */
            days: components["schemas"]["SchoolDay"][];
            /** @description One count per day and series. A person of two syndromes stands in both. */
            series: components["schemas"]["CurveSeries"][];
            /** @description The signals of these days. */
            signals: components["schemas"]["CurveSignal"][];
            /** @description The unit. */
            unit: components["schemas"]["UnitRef"];
        };
        /**
         * @description Something that happened. Ids only: whoever wants to know more asks for it, with the rights they have.
         *
         *     `event` is `check`, `absence`, `signal` or `work`; in a demonstration also `clock`, whose data are `now`, `today`, `day_no`
         *     and `playing`.
         */
        Event: {
            /** @description When. */
            at: components["schemas"]["Instant"];
            /** @description The institution in whose custody it happened. */
            institution: components["schemas"]["UnitId"];
            /** @description A word such as `signal.raised`. */
            kind: string;
            /**
             * Format: int64
             * @description Its number.
             */
            seq: number;
            /**
             * Format: uuid
             * @description The group, absence, signal or wave; absent where the reader reaches only part of the institution.
             */
            subject: string | null;
        };
        /**
         * @description Where one looks to see whether an item holds.
         * @enum {string}
         */
        EvidenceKind: "document" | "register" | "on_site" | "interview" | "schedule" | "stock_count" | "roster" | "drill_record" | "live_call";
        /** @description Somebody who is not "here and well". */
        Exception: {
            /**
             * Format: double
             * @description Body temperature in degrees Celsius, 34.0 to 43.0.
             * @example 38.4
             */
            celsius?: number | null;
            /** @description How. */
            kind: components["schemas"]["ExceptionKind"];
            /** @description What else the reader should know. */
            note?: string | null;
            /** @description Who. */
            person_id: components["schemas"]["PersonId"];
            /** @description What is seen, as codes of `/api/v1/rules/symptoms`. */
            symptoms: string[];
        };
        /**
         * @description How a person is not "here and well".
         * @enum {string}
         */
        ExceptionKind: "absent_ill" | "absent_other" | "late" | "ill_in_class";
        /** @description An exception, and who it is about. */
        ExceptionView: components["schemas"]["Exception"] & {
            /** @description Who it is about. */
            person: components["schemas"]["PersonRef"];
        };
        /** @description A return rule. */
        ExclusionRule: {
            /** @description The disease as a slug. */
            disease: string;
            /** @description The citation: codes of sources, with remarks. */
            source: string;
            /** @description The sources that the citation names, as far as they are listed. */
            sources: components["schemas"]["Source"][];
            /** @description `V` read in its source, `L` local, `G` general knowledge. */
            status: string;
            /** @description The rule in English. */
            text_en: string;
            /** @description The rule in Chinese. */
            text_zh: string;
            /** @description `default`, or the name of a variant that some place follows. */
            variant: string;
            /** @description Where other sources differ, in Chinese. */
            variants: string | null;
            /** @description Where other sources differ, in English. */
            variants_en: string | null;
        };
        /** @description The return rules. */
        ExclusionRules: {
            /** @description In the order of the rule book. */
            items: components["schemas"]["ExclusionRule"][];
        };
        /** @description What is wrong with one field of a request. */
        FieldError: {
            /** @description What the words of the code are filled with, such as `limit`. */
            args?: {
                [key: string]: string;
            };
            /** @description A stable code. */
            code: string;
            /** @description What is wrong, in English. */
            detail: string;
            /** @description The way to the field, such as `exceptions.0.person_id`; empty where the whole body is meant. */
            field: string;
        };
        /**
         * @description How often an item is looked at.
         * @enum {string}
         */
        Frequency: "day" | "week" | "month" | "term" | "year" | "case";
        /**
         * @description What is wrong with a line of the matrix.
         * @enum {string}
         */
        Gap: "no_owner" | "no_deputy" | "no_supervisor" | "own_deputy" | "own_supervisor";
        /** Format: uuid */
        GrantId: string;
        /** @description A role was given. */
        GrantMade: {
            /** @description The grant. */
            grant_id: components["schemas"]["GrantId"];
        };
        /** @description A role at a unit. */
        GrantView: {
            /** @description The role. */
            role: components["schemas"]["Role"];
            /** @description Where it begins; it reaches everything below. */
            unit: components["schemas"]["UnitRef"];
            until: components["schemas"]["SchoolDay"] | null;
            /** @description Whence it comes. */
            via: components["schemas"]["Via"];
        };
        /**
         * @description Who is counted together in a signal.
         * @enum {string}
         */
        GroupKind: "syndrome" | "disease" | "unspecified";
        /** @description What a guardian says before school. */
        GuardianMessage: {
            /**
             * Format: double
             * @description Body temperature in degrees Celsius, 34.0 to 43.0.
             */
            celsius?: number | null;
            /** @description Made by the client for this one message. */
            client_key: components["schemas"]["ClientKey"];
            /** @description For which day. */
            day: components["schemas"]["SchoolDay"];
            /** @description How the child is not "here and well". */
            kind: components["schemas"]["ExceptionKind"];
            /** @description What else the teacher should know. */
            note?: string | null;
            /** @description The child. */
            person_id: components["schemas"]["PersonId"];
            /** @description What is seen. */
            symptoms?: string[];
        };
        /** @description Whom a signal is given to. */
        HandOn: {
            /** @description What is said with it. */
            text: string;
            /** @description The unit. */
            to_unit: components["schemas"]["UnitId"];
        };
        /** Format: uuid */
        HoldingId: string;
        /** @description What was, or in a dry run would have been, written. */
        ImportReport: {
            /** @description Memberships begun. */
            memberships: number;
            /** @description People added. */
            people: number;
            /** @description Posts made and filled. */
            posts: number;
            /** @description Rows of the file, without its header. */
            rows: number;
            /** @description Whether it was only checked. */
            run: components["schemas"]["ImportRun"];
            /** @description Units made. */
            units: number;
        };
        /**
         * @description Whether a file is only checked.
         * @enum {string}
         */
        ImportRun: "dry" | "apply";
        /** @description A sample of schools, stratified by the institution above them. */
        InspectionSample: {
            /**
             * Format: int64
             * @description How many schools there are.
             */
            all: number;
            /**
             * Format: double
             * @description The confidence that this number gives, by the hypergeometric distribution.
             */
            confidence: number;
            /**
             * Format: int64
             * @description How many are drawn.
             */
            drawn: number;
            /**
             * Format: int64
             * @description How many would have the fault.
             */
            faulty: number;
            /** @description The seed it was drawn with. */
            seed: string;
            /** @description The areas. */
            strata: components["schemas"]["SampleStratum"][];
        };
        /**
         * Format: date-time
         * @example 2026-11-22T23:41:07.000Z
         */
        Instant: string;
        /** @description Issues work. */
        IssueWave: {
            /** @description Made by the client: sent again, it happens once. */
            client_key: components["schemas"]["WaveId"];
            day?: components["schemas"]["SchoolDay"] | null;
            due?: components["schemas"]["Instant"] | null;
            /** @description The unit that issues it. */
            from_unit: components["schemas"]["UnitId"];
            /** @description The template's id. */
            template: string;
            /** @description The units whose parts get it, at or below the issuer; the issuer itself if empty. */
            under?: components["schemas"]["UnitId"][];
        };
        /** @description How often an item held, month by month. */
        ItemTrend: {
            /** @description The item's code. */
            code: string;
            /** @description How often it did not, for each month. */
            no: number[];
            /** @description How often it held, for each month. */
            yes: number[];
        };
        /** @description A holding's last day. */
        LastDay: {
            /** @description The last day; the day before its first takes it back. */
            last: components["schemas"]["SchoolDay"];
        };
        /**
         * @description The language in which an account reads.
         * @enum {string}
         */
        Locale: "zh-CN" | "en";
        /** @description A change of language. */
        LocaleChange: {
            /** @description The language. */
            locale: components["schemas"]["Locale"];
        };
        /** @description The account that is signed in. */
        Me: {
            /** @description The account. */
            account_id: components["schemas"]["AccountId"];
            /** @description What it may do somewhere. */
            actions: components["schemas"]["Action"][];
            demo: components["schemas"]["DemoInfo"] | null;
            /** @description What it is, and where. */
            grants: components["schemas"]["GrantView"][];
            /** @description The language of the pages. */
            locale: components["schemas"]["Locale"];
            /** @description The server's time; in a demonstration the simulated one. */
            now: components["schemas"]["Instant"];
            person: components["schemas"]["PersonRef"] | null;
            /** @description The server's day. */
            today: components["schemas"]["SchoolDay"];
            /** @description Its name. */
            username: string;
        };
        /**
         * @description What a file may be.
         * @enum {string}
         */
        MediaType: "jpeg" | "png" | "webp" | "pdf" | "docx" | "xlsx";
        /** Format: uuid */
        MessageId: string;
        /** @description A guardian's message is stored. */
        MessageReceipt: {
            /** @description The message: the client's key. */
            message_id: components["schemas"]["MessageId"];
        };
        /** @description What to take. */
        Mixture: {
            /**
             * Format: double
             * @description What the solution then has, in mg/L: never less than the aim.
             */
            mg_per_l: number;
            /**
             * Format: int32
             * @description Millilitres of the liquid stock, rounded up; 0 for tablets.
             */
            stock_ml: number;
            /**
             * Format: int32
             * @description Tablets, rounded up; 0 for a liquid.
             */
            tablets: number;
            /**
             * Format: int32
             * @description Millilitres of water.
             */
            water_ml: number;
        };
        /** @description An account to be made. */
        NewAccount: {
            /** @description The language of the pages. */
            locale: components["schemas"]["Locale"];
            person_id?: components["schemas"]["PersonId"] | null;
            unit_id?: components["schemas"]["UnitId"] | null;
            /** @description Its name, unique in the installation. */
            username: string;
        };
        /** @description A channel to be set. */
        NewChannel: {
            /** @description A mail address, a member's id at WeCom or DingTalk, a telephone number, a URL. */
            address: string;
            /**
             * Format: int32
             * @description Its place in the order in which channels are tried; 0 if absent.
             */
            rank?: number;
        };
        /** @description A role to be given. */
        NewGrant: {
            /** @description The role. */
            role: components["schemas"]["Role"];
            /** @description Where it begins. */
            unit_id: components["schemas"]["UnitId"];
            until?: components["schemas"]["SchoolDay"] | null;
        };
        /** @description A post to be made. */
        NewPost: {
            /** @description Its kind. */
            kind: components["schemas"]["PostKind"];
        };
        /** @description A unit to be made. */
        NewUnit: {
            /** @description An official code, unique in the register. */
            code?: string | null;
            /** @description What it is. */
            kind: components["schemas"]["UnitKind"];
            /** @description Its name, different from those of its open siblings. */
            name: string;
            opened?: components["schemas"]["SchoolDay"] | null;
            /** @description The unit above. */
            parent: components["schemas"]["UnitId"];
        };
        /** @description Nothing more to say. */
        Nothing: Record<string, never>;
        /** @description An official document (公文). */
        OfficialPaper: {
            /** @description 主送机关 */
            addressees?: string;
            /** @description 附件, by name. */
            attachments?: string[];
            /** @description 成文日期, as printed. */
            date: string;
            /** @description What stands at the foot of each page. */
            foot?: string;
            /** @description 发文机关 */
            issuer: string;
            /** @description 发文字号 */
            number?: string;
            /** @description 正文, a paragraph each. */
            paragraphs: string[];
            /** @description 标题, 1 to 200 characters. */
            title: string;
        };
        /**
         * @description What came of something that is logged. What was refused is not: it did not happen.
         * @enum {string}
         */
        Outcome: "done";
        /** @description What an institution's own calendar says. */
        OwnCalendar: {
            /** @description The days it marks. */
            marks: components["schemas"]["CalendarMark"][];
            /** @description Its terms; with none, those of the nearest institution above count. */
            terms: components["schemas"]["Term"][];
        };
        /**
         * @description How fast a demonstration goes on.
         * @enum {string}
         */
        Pace: "pause" | "play" | "fast";
        /** @description How fast the demonstration shall go on. */
        PaceChange: {
            /** @description The pace. */
            pace: components["schemas"]["Pace"];
        };
        /** @description One page of a list. */
        Paged_Absence: {
            /** @description The rows. */
            items: {
                /** @description The class; for staff the team. */
                class: components["schemas"]["UnitRef"];
                /** @description The diagnosis; absent for readers who may not see it. */
                diagnosis?: string | null;
                expected_return?: components["schemas"]["SchoolDay"] | null;
                /** @description The absence. */
                id: components["schemas"]["AbsenceId"];
                /** @description The day the illness began. */
                onset: components["schemas"]["SchoolDay"];
                /** @description Whether nobody has asked yet, so that onset is the day of the check. */
                onset_assumed: boolean;
                /** @description The day of the check that opened it. */
                opened_day: components["schemas"]["SchoolDay"];
                /** @description Who is ill. */
                person: components["schemas"]["PersonRef"];
                returned_day?: components["schemas"]["SchoolDay"] | null;
                room?: components["schemas"]["UnitRef"] | null;
                /** @description The school. */
                school: components["schemas"]["UnitRef"];
                /** @description Where it stands. */
                state: components["schemas"]["AbsenceState"];
                /** @description What was seen, as codes. */
                symptoms: string[];
                /** @description The syndrome groups these symptoms belong to. */
                syndromes: string[];
                /** @description How far it has been traced. */
                trace_state: components["schemas"]["TraceState"];
                /**
                 * Format: int64
                 * @description Counts the changes.
                 */
                version: number;
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_AccountView: {
            /** @description The rows. */
            items: {
                /** @description The account. */
                account_id: components["schemas"]["AccountId"];
                /** @description Whether it can no longer sign in. */
                disabled: boolean;
                /** @description The roles given to it; those that follow from posts are not listed. */
                grants: components["schemas"]["AccountGrant"][];
                /** @description The language of the pages. */
                locale: components["schemas"]["Locale"];
                person?: components["schemas"]["PersonRef"] | null;
                /** @description Its name. */
                username: string;
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_AuditEntry: {
            /** @description The rows. */
            items: {
                /** @description What was done. */
                action: string;
                /** @description Who: an account's name, or a part of the program. */
                actor?: string | null;
                /** @description When. */
                at: components["schemas"]["Instant"];
                /** @description Codes, ids and numbers. */
                detail: Record<string, never>;
                /** @description The entry. */
                id: components["schemas"]["AuditId"];
                /** @description What came of it. */
                outcome: components["schemas"]["Outcome"];
                reason?: components["schemas"]["Reason"] | null;
                /** @description To what: kind and id. */
                subject?: string | null;
                unit?: components["schemas"]["UnitRef"] | null;
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_ChecklistHead: {
            /** @description The rows. */
            items: {
                from_unit?: components["schemas"]["UnitId"] | null;
                /** @description Its id, such as `school-prevention`. */
                id: string;
                /** @description How many items it has. */
                items: number;
                /** @description What it is called, in English. */
                title_en: string;
                /** @description What it is called, in Chinese. */
                title_zh: string;
                /**
                 * Format: int32
                 * @description Its version.
                 */
                version: number;
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_DeliveryView: {
            /** @description The rows. */
            items: {
                /** @description The address, masked; nothing if the channel is gone. */
                address?: string | null;
                /**
                 * Format: int32
                 * @description How often it was tried there.
                 */
                attempts: number;
                /** @description When it was made. */
                created_at: components["schemas"]["Instant"];
                done_at?: components["schemas"]["Instant"] | null;
                /** @description When it was or will be due first. */
                due_at: components["schemas"]["Instant"];
                /**
                 * Format: uuid
                 * @description The delivery; channels know it by this key.
                 */
                id: string;
                kind?: components["schemas"]["ChannelKind"] | null;
                /**
                 * @description What went wrong last.
                 * @example smtp.550
                 */
                problem?: string | null;
                /** @description What it is for. */
                purpose: components["schemas"]["Purpose"];
                /** @description Where it stands. */
                state: components["schemas"]["DeliveryState"];
                /** @description The institution of the account. */
                unit: components["schemas"]["UnitRef"];
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_RoundRule: {
            /** @description The rows. */
            items: {
                /** @description What is done. */
                action: components["schemas"]["RoundAction"];
                /** @description With what; empty where nothing is needed. */
                agent: string;
                /**
                 * Format: int32
                 * @description How long the agent acts.
                 */
                contact_minutes?: number | null;
                /** @description Its id. */
                id: string;
                /**
                 * Format: int32
                 * @description Available chlorine.
                 */
                mg_per_l?: number | null;
                /**
                 * Format: int32
                 * @description How long each time.
                 */
                minutes_each?: number | null;
                /** @description What to mind, in English. */
                note_en: string;
                /** @description What to mind, in Chinese. */
                note_zh: string;
                /** @description The kind of place. */
                place: components["schemas"]["PlaceKind"];
                /** @description Under which circumstances. */
                regime: components["schemas"]["Regime"];
                /** @description Where it comes from. */
                sources: components["schemas"]["Source"][];
                /** @description How sure it is. */
                status: components["schemas"]["Standing"];
                /**
                 * Format: int32
                 * @description How often on a day of school.
                 */
                times_per_day: number;
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_Signal: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int32
                 * @description The count of today.
                 */
                count_today: number;
                /** @description When the fact that decided it became known. */
                discovered_at: components["schemas"]["Instant"];
                /** @description The first day on which the rule holds. */
                first_day: components["schemas"]["SchoolDay"];
                /** @description Who is counted together. */
                group: components["schemas"]["SignalGroup"];
                /** @description The last day on which it holds with the facts now known. */
                holds_through: components["schemas"]["SchoolDay"];
                /** @description The signal. */
                id: components["schemas"]["SignalId"];
                /** @description The rule's level, such as `early-warning`. */
                level: string;
                /**
                 * Format: int32
                 * @description The highest count of the run.
                 */
                peak_count: number;
                /** @description Raised for a day that was already past. */
                raised_late: boolean;
                report_due?: components["schemas"]["Instant"] | null;
                /** @description To whom, in English. */
                report_to_en: string;
                /** @description To whom, in Chinese. */
                report_to_zh: string;
                /**
                 * Format: int32
                 * @description Within how many hours it is to be reported.
                 */
                report_within_h?: number | null;
                /** @description The rule. */
                rule_id: string;
                /** @description The rule in a few words, in English. */
                rule_label_en: string;
                /** @description The rule in a few words, in Chinese. */
                rule_label_zh: string;
                school?: components["schemas"]["UnitRef"] | null;
                /** @description The unit in which it holds; of a rule about one person, their school. */
                scope: components["schemas"]["UnitRef"];
                /** @description What the rule counts in, such as `class`. */
                scope_kind: string;
                /** @description Where it stands. */
                state: components["schemas"]["SignalState"];
                /**
                 * Format: int32
                 * @description From how many on it holds.
                 */
                threshold: number;
                /**
                 * Format: int32
                 * @description Grows with every change.
                 */
                version: number;
                /**
                 * Format: int32
                 * @description The days that the rule looks back, the day itself included.
                 */
                window_days: number;
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_Task: {
            /** @description The rows. */
            items: {
                acknowledged_at?: components["schemas"]["Instant"] | null;
                closed_at?: components["schemas"]["Instant"] | null;
                delivered_at?: components["schemas"]["Instant"] | null;
                deputy?: components["schemas"]["Answerable"] | null;
                /** @description By when. */
                due: components["schemas"]["Instant"];
                /** @description The task. */
                id: components["schemas"]["TaskId"];
                /** @description Whether it should be done by now and is not. */
                overdue: boolean;
                /** @description Who does it. */
                owner: components["schemas"]["Answerable"];
                /** @description Whether a photo is wanted. */
                photo_wanted: boolean;
                read_at?: components["schemas"]["Instant"] | null;
                started_at?: components["schemas"]["Instant"] | null;
                /** @description Where it stands. */
                state: components["schemas"]["TaskState"];
                /**
                 * Format: int32
                 * @description The last step of its escalation that has been taken; 0 before the first.
                 */
                step: number;
                submitted_at?: components["schemas"]["Instant"] | null;
                /** @description The template's id. */
                template: string;
                /** @description What it is called, in English. */
                title_en: string;
                /** @description What it is called, in Chinese. */
                title_zh: string;
                /** @description The unit that must do it. */
                unit: components["schemas"]["UnitRef"];
                /** @description The wave it belongs to. */
                wave_id: components["schemas"]["WaveId"];
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_Unit: {
            /** @description The rows. */
            items: {
                /** @description Its official code. */
                code?: string | null;
                /** @description The unit. */
                id: components["schemas"]["UnitId"];
                /** @description The school or authority that owns its rows. */
                institution: components["schemas"]["UnitId"];
                /** @description What it is. */
                kind: components["schemas"]["UnitKind"];
                /**
                 * Format: int64
                 * @description How many people belong to it today; absent where it has no roster.
                 */
                members?: number | null;
                /** @description Its name. */
                name: string;
                parent?: components["schemas"]["UnitId"] | null;
                /** @description The names on the way from the root to it, its own last. */
                path_names: string[];
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_Wave: {
            /** @description The rows. */
            items: {
                /** @description The day it is for. */
                day: components["schemas"]["SchoolDay"];
                due?: components["schemas"]["Instant"] | null;
                /**
                 * Format: int64
                 * @description How many tasks it comes to.
                 */
                expected: number;
                /** @description The unit that issued it. */
                from_unit: components["schemas"]["UnitRef"];
                /** @description The wave. */
                id: components["schemas"]["WaveId"];
                /** @description When it was issued. */
                issued_at: components["schemas"]["Instant"];
                /**
                 * Format: int64
                 * @description How many of them have been made.
                 */
                made: number;
                /** @description Where it stands. */
                state: components["schemas"]["WaveState"];
                /** @description The template's id. */
                template: string;
                /** @description What it is called, in English. */
                title_en: string;
                /** @description What it is called, in Chinese. */
                title_zh: string;
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description One page of a list. */
        Paged_WorkTemplate: {
            /** @description The rows. */
            items: {
                /** @description The kinds of units that get one task each. */
                at: components["schemas"]["UnitKind"][];
                deputy?: components["schemas"]["PostKind"] | null;
                /** @description The questions, as JSON Schema; absent where a tick is enough. */
                form?: Record<string, never> | null;
                /** @description What to do, in English. */
                guide_en?: string | null;
                /** @description What to do, in Chinese. */
                guide_zh?: string | null;
                /** @description Its id, such as `round.classroom`. */
                id: string;
                /** @description What sort of work it is. */
                kind: components["schemas"]["WorkKind"];
                /**
                 * Format: int32
                 * @description Minutes of the owner's time that one task asks for.
                 */
                minutes: number;
                /** @description The post that does it. */
                owner: components["schemas"]["PostKind"];
                /**
                 * Format: int32
                 * @description How many photos a record may have; absent where none are taken.
                 */
                photos_most?: number | null;
                /** @description On which days it comes back, as RFC 5545 has it. */
                recurrence?: string | null;
                /** @description Who looks at what was handed in. */
                review: components["schemas"]["ReviewBy"];
                /** @description Where it comes from. */
                source?: string | null;
                /** @description What it is called, in English. */
                title_en: string;
                /** @description What it is called, in Chinese. */
                title_zh: string;
                /**
                 * Format: int32
                 * @description Its version.
                 */
                version: number;
            }[];
            next: components["schemas"]["Cursor"] | null;
        };
        /** @description What is wanted on paper. */
        Paper: (components["schemas"]["TablePaper"] & {
            /** @enum {string} */
            paper: "table";
        }) | (components["schemas"]["OfficialPaper"] & {
            /** @enum {string} */
            paper: "official";
        });
        /** @description One column. */
        PaperColumn: {
            /** @description Its heading. */
            heading: string;
            /**
             * Format: int32
             * @description Its share of the width, 1 to 20.
             */
            share: number;
        };
        /** @description A change of password by its owner. */
        PasswordChange: {
            /**
             * Format: password
             * @description The password that holds now.
             */
            current: string;
            /**
             * Format: password
             * @description The password that shall hold.
             */
            new: string;
        };
        /** @description A password was reset. */
        PasswordMade: {
            /** @description Generated, shown this once. */
            password: string;
        };
        /** @description People found by name. */
        PeopleList: {
            /** @description By name, at most 20. */
            items: components["schemas"]["PersonFound"][];
        };
        /** @description A person found by name. */
        PersonFound: {
            /** @description The person. */
            person: components["schemas"]["PersonRef"];
            /** @description Where the person belongs today: what tells two people of one name apart. */
            units: components["schemas"]["UnitRef"][];
        };
        /** Format: uuid */
        PersonId: string;
        /** @description A person, as they are pointed at. */
        PersonRef: {
            /** @description The person. */
            id: components["schemas"]["PersonId"];
            /** @description What stands in the place of a name that may not be seen, such as `学生 3`. */
            label?: string | null;
            /** @description Their name; absent for readers who may not see it. */
            name: string | null;
        };
        /**
         * @description What a place is.
         * @enum {string}
         */
        PlaceKind: "classroom" | "dormitory" | "canteen" | "toilet" | "shared_room" | "office" | "corridor" | "gate" | "infirmary" | "isolation_room" | "gymnasium" | "bus" | "waste_point";
        /** @description A post and who holds it. */
        Post: {
            from: components["schemas"]["SchoolDay"] | null;
            holder: components["schemas"]["PersonRef"] | null;
            holding_id: components["schemas"]["HoldingId"] | null;
            /** @description Its kind. */
            kind: components["schemas"]["PostKind"];
            /** @description The post. */
            post_id: components["schemas"]["PostId"];
            /** @description Whether the holder stands in for another. */
            substitute: boolean;
            to: components["schemas"]["SchoolDay"] | null;
            /** @description Where it is. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @description What a post has to do. */
        PostCharter: {
            /** @description Duties that it does. */
            does: components["schemas"]["CharterDuty"][];
            /** @description The post. */
            post: components["schemas"]["PostKind"];
            /** @description Duties that it does in somebody's stead. */
            stands_in: components["schemas"]["CharterDuty"][];
            /** @description Duties that it sees to. */
            supervises: components["schemas"]["CharterDuty"][];
        };
        /** Format: uuid */
        PostId: string;
        /**
         * @description A duty at a unit that somebody holds, or nobody.
         * @enum {string}
         */
        PostKind: "class_teacher" | "dormitory_keeper" | "team_lead" | "health_officer" | "principal" | "secretary" | "clerk" | "county_duty";
        /** @description Posts of a unit. */
        PostList: {
            /** @description One row per holding, substitutes first. */
            items: components["schemas"]["Post"][];
        };
        /** @description A post was made. */
        PostMade: {
            /** @description The post. */
            post_id: components["schemas"]["PostId"];
        };
        /** @description An exception that is likely: a guardian has announced it, or the person was ill before. */
        PrefilledException: components["schemas"]["Exception"] & {
            message_id: components["schemas"]["MessageId"] | null;
            /** @description Who it is about. */
            person: components["schemas"]["PersonRef"];
            said_at: components["schemas"]["Instant"] | null;
        };
        /** @description A problem document. */
        Problem: {
            /**
             * @description A stable code; what a person reads is looked up by it.
             * @example not_found
             */
            code: string;
            /** @description What happened, in English, for whoever writes a client. */
            detail: string;
            /** @description The fields that are not acceptable. */
            errors: components["schemas"]["FieldError"][];
            /** @description The request's id in the server's log. */
            request_id: components["schemas"]["RequestId"];
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The status in words. */
            title: string;
            /**
             * @description A URI reference that names the kind of problem.
             * @example /problems/not_found
             */
            type: string;
        };
        /**
         * @description What a message is for.
         * @enum {string}
         */
        Purpose: "code" | "test" | "work";
        /**
         * @description Why somebody looks at a person's health data.
         * @enum {string}
         */
        Reason: "tracing" | "return_check" | "investigation" | "care" | "other";
        /** Format: uuid */
        RecordId: string;
        /**
         * @description Under which circumstances a rule holds.
         * @enum {string}
         */
        Regime: "routine" | "after_case" | "vomit";
        /** @description A unit's new name. */
        Renaming: {
            /** @description The name. */
            name: string;
        };
        /** Format: uuid */
        RequestId: string;
        /** @description The chain of responsibility at a unit and below it. */
        ResponsibilityChain: {
            /** @description The duties at them. */
            lines: components["schemas"]["DutyLine"][];
            /** @description The units, in the order of the tree, at most 200. */
            units: components["schemas"]["UnitRef"][];
        };
        /** @description What a return certificate and whoever looks at the pupil say. What is not given is not known. */
        ReturnFacts: {
            /**
             * @description Every vesicle is dry and crusted.
             * @default null
             */
            all_crusted?: boolean | null;
            /**
             * @description An antigen test was negative.
             * @default null
             */
            antigen_negative?: boolean | null;
            /**
             * @description Kinds of certificates brought, such as `hospital` or `tb_designated_hospital`.
             * @default []
             */
            certificates?: string[];
            /**
             * Format: int32
             * @description Negative cultures or stool samples in a row.
             * @default null
             */
            negative_cultures?: number | null;
            /**
             * Format: int32
             * @description Negative sputum smears.
             * @default null
             */
            negative_smears?: number | null;
            /** @default null */
            paroxysm_since?: components["schemas"]["SchoolDay"] | null;
            /**
             * @description The disease came with pneumonia.
             * @default null
             */
            pneumonia?: boolean | null;
            /** @default null */
            positive_on?: components["schemas"]["SchoolDay"] | null;
            /** @default null */
            rash_since?: components["schemas"]["SchoolDay"] | null;
            /**
             * @description The swelling is completely gone.
             * @default null
             */
            swelling_gone?: boolean | null;
            /**
             * @description No symptom is left.
             * @default null
             */
            symptom_free?: boolean | null;
            /** @default null */
            symptom_free_since?: components["schemas"]["Instant"] | null;
            /** @default null */
            treatment_since?: components["schemas"]["SchoolDay"] | null;
        };
        /** @description Somebody comes back. */
        ReturnReport: {
            client_key?: components["schemas"]["ClientKey"] | null;
            /** @description From this day. */
            on: components["schemas"]["SchoolDay"];
        };
        /** @description Why a record is returned. */
        ReturnTask: {
            /** @description 1 to 2,000 characters. */
            reason: string;
        };
        /**
         * @description Who looks at a record before the task is done.
         * @enum {string}
         */
        ReviewBy: "none" | "supervisor" | "another_person";
        /**
         * @description What an account is, at a unit and below it.
         * @enum {string}
         */
        Role: "province_officer" | "city_officer" | "county_officer" | "principal" | "health_officer" | "class_teacher" | "dormitory_keeper" | "team_lead" | "school_clerk" | "guardian" | "administrator" | "security_officer" | "auditor";
        /** @description Who belongs to a group on a day. */
        Roster: {
            /** @description The day. */
            day: components["schemas"]["SchoolDay"];
            /** @description Its members, by seat number. */
            members: components["schemas"]["RosterMember"][];
            /**
             * Format: int64
             * @description Changes with every change of the roster.
             */
            roster_version: number;
            /** @description The group. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @description One member of a group. */
        RosterMember: {
            expected_return: components["schemas"]["SchoolDay"] | null;
            ill_since: components["schemas"]["SchoolDay"] | null;
            /** @description The person. */
            person: components["schemas"]["PersonRef"];
            /**
             * Format: int64
             * @description The number in class.
             */
            seat_no: number | null;
            sex: components["schemas"]["Sex"] | null;
        };
        /**
         * @description What is done.
         * @enum {string}
         */
        RoundAction: "clean" | "disinfect" | "ventilate";
        /** @description What is asked of a kind of place. */
        RoundRule: {
            /** @description What is done. */
            action: components["schemas"]["RoundAction"];
            /** @description With what; empty where nothing is needed. */
            agent: string;
            /**
             * Format: int32
             * @description How long the agent acts.
             */
            contact_minutes: number | null;
            /** @description Its id. */
            id: string;
            /**
             * Format: int32
             * @description Available chlorine.
             */
            mg_per_l: number | null;
            /**
             * Format: int32
             * @description How long each time.
             */
            minutes_each: number | null;
            /** @description What to mind, in English. */
            note_en: string;
            /** @description What to mind, in Chinese. */
            note_zh: string;
            /** @description The kind of place. */
            place: components["schemas"]["PlaceKind"];
            /** @description Under which circumstances. */
            regime: components["schemas"]["Regime"];
            /** @description Where it comes from. */
            sources: components["schemas"]["Source"][];
            /** @description How sure it is. */
            status: components["schemas"]["Standing"];
            /**
             * Format: int32
             * @description How often on a day of school.
             */
            times_per_day: number;
        };
        /** @description A threshold rule. */
        Rule: {
            /** @description What it counts: diseases, or any syndrome. */
            disease: string;
            /** @description What else the source says, in English. */
            extra_en: string | null;
            /** @description What else the source says, in Chinese. */
            extra_zh: string | null;
            /** @description Where it counts. */
            jurisdiction: string;
            /** @description In a few words, in English. */
            label_en: string;
            /** @description In a few words, in Chinese. */
            label_zh: string;
            /** @description Its level. */
            level: string;
            /**
             * Format: int32
             * @description From how many cases on it holds.
             */
            min_cases: number;
            /** @description To whom, in English. */
            report_to_en: string;
            /** @description To whom, in Chinese. */
            report_to_zh: string;
            /**
             * Format: int32
             * @description Within how many hours it is to be reported.
             */
            report_within_h: number | null;
            /** @description Its id. */
            rule_id: string;
            /** @description The scopes it counts in. */
            scope: string;
            /** @description The citation: codes of sources, with remarks. */
            source: string;
            /** @description The sources that the citation names, as far as they are listed. */
            sources: components["schemas"]["Source"][];
            /** @description `V` read in its source, `L` local, `G` general knowledge. */
            status: string;
            valid_from: components["schemas"]["SchoolDay"] | null;
            valid_to: components["schemas"]["SchoolDay"] | null;
            /**
             * Format: int32
             * @description The days it looks back, the day itself included.
             */
            window_days: number;
        };
        /** @description What the rule of the disease says about a return. */
        Ruling: {
            /** @description Its conditions, one by one. */
            clauses: components["schemas"]["Clause"][];
            earliest: components["schemas"]["SchoolDay"] | null;
            /** @description Whether the rule is met. */
            met: boolean;
            /** @description The rule. */
            rule: components["schemas"]["ExclusionRule"];
        };
        /** @description The schools to visit in one area. */
        SampleStratum: {
            /** @description The institution right above the schools. */
            above: components["schemas"]["UnitRef"];
            /** @description How many schools there are. */
            all: number;
            /** @description Those drawn. */
            drawn: components["schemas"]["UnitRef"][];
        };
        /**
         * Format: date
         * @example 2026-11-23
         */
        SchoolDay: string;
        /**
         * @description The sex entered in the school roll.
         * @enum {string}
         */
        Sex: "m" | "f";
        /** @description A signal: one run of consecutive days on which a rule holds in a scope for one group of cases. */
        Signal: {
            /**
             * Format: int32
             * @description The count of today.
             */
            count_today: number;
            /** @description When the fact that decided it became known. */
            discovered_at: components["schemas"]["Instant"];
            /** @description The first day on which the rule holds. */
            first_day: components["schemas"]["SchoolDay"];
            /** @description Who is counted together. */
            group: components["schemas"]["SignalGroup"];
            /** @description The last day on which it holds with the facts now known. */
            holds_through: components["schemas"]["SchoolDay"];
            /** @description The signal. */
            id: components["schemas"]["SignalId"];
            /** @description The rule's level, such as `early-warning`. */
            level: string;
            /**
             * Format: int32
             * @description The highest count of the run.
             */
            peak_count: number;
            /** @description Raised for a day that was already past. */
            raised_late: boolean;
            report_due: components["schemas"]["Instant"] | null;
            /** @description To whom, in English. */
            report_to_en: string;
            /** @description To whom, in Chinese. */
            report_to_zh: string;
            /**
             * Format: int32
             * @description Within how many hours it is to be reported.
             */
            report_within_h: number | null;
            /** @description The rule. */
            rule_id: string;
            /** @description The rule in a few words, in English. */
            rule_label_en: string;
            /** @description The rule in a few words, in Chinese. */
            rule_label_zh: string;
            school: components["schemas"]["UnitRef"] | null;
            /** @description The unit in which it holds; of a rule about one person, their school. */
            scope: components["schemas"]["UnitRef"];
            /** @description What the rule counts in, such as `class`. */
            scope_kind: string;
            /** @description Where it stands. */
            state: components["schemas"]["SignalState"];
            /**
             * Format: int32
             * @description From how many on it holds.
             */
            threshold: number;
            /**
             * Format: int32
             * @description Grows with every change.
             */
            version: number;
            /**
             * Format: int32
             * @description The days that the rule looks back, the day itself included.
             */
            window_days: number;
        };
        /** @description The count of a day. */
        SignalDay: {
            /**
             * Format: int32
             * @description How many persons count.
             */
            count: number;
            /** @description The day. */
            day: components["schemas"]["SchoolDay"];
            /** @description Whether the rule holds. */
            holds: boolean;
        };
        /** @description A signal that explains itself. */
        SignalDetail: components["schemas"]["Signal"] & {
            /** @description The day shown. */
            day: components["schemas"]["SchoolDay"];
            /** @description The counts around the run. */
            days: components["schemas"]["SignalDay"][];
            /** @description What happened to it, the oldest first. */
            history: components["schemas"]["SignalEvent"][];
            /** @description The persons who count for it. */
            persons: components["schemas"]["SignalPerson"][];
            /** @description The rule it stands on. */
            rule: components["schemas"]["Rule"];
            /** @description The days that count for it. */
            window: components["schemas"]["Window"];
        };
        /** @description One entry of a signal's history. */
        SignalEvent: {
            /** @description When. */
            at: components["schemas"]["Instant"];
            by: components["schemas"]["PersonRef"] | null;
            /**
             * Format: int32
             * @description The highest count after it.
             */
            count: number | null;
            /** @description What happened. */
            kind: components["schemas"]["EntryKind"];
            reason: components["schemas"]["EntryReason"] | null;
            /** @description What the person wrote. */
            text: string | null;
            to: components["schemas"]["UnitRef"] | null;
        };
        /** @description Who is counted together in a signal. */
        SignalGroup: {
            /** @description Its code; absent where nothing is known of the illness. */
            code: string | null;
            /** @description In English. */
            en: string;
            /** @description Which kind of group. */
            kind: components["schemas"]["GroupKind"];
            /** @description In Chinese. */
            zh: string;
        };
        /** Format: uuid */
        SignalId: string;
        /** @description A person who counts in a signal. */
        SignalPerson: {
            absence_id: components["schemas"]["AbsenceId"] | null;
            class: components["schemas"]["UnitRef"] | null;
            /** @description The day the illness began. */
            onset: components["schemas"]["SchoolDay"];
            /** @description Whether nobody has asked yet. */
            onset_assumed: boolean;
            /** @description Who; without a name for readers who may not see it. */
            person: components["schemas"]["PersonRef"];
            /** @description What was seen. */
            symptoms: string[];
        };
        /**
         * @description Where a signal stands.
         * @enum {string}
         */
        SignalState: "open" | "acknowledged" | "handed_on" | "closed" | "withdrawn";
        /** @description A session has begun. */
        SignedInView: {
            /** @description When the session ends by itself. */
            expires_at: components["schemas"]["Instant"];
            /** @description Who signed in. */
            me: components["schemas"]["Me"];
            /** @description For `Authorization: Bearer`; browsers use the cookie instead. */
            token: string;
        };
        /** @description A source that a rule rests on. */
        Source: {
            /** @description Its code in the citation. */
            code: string;
            /** @description Its title in English. */
            title_en: string;
            /** @description Its title in Chinese. */
            title_zh: string;
        };
        /**
         * @description How sure a figure or rule is.
         * @enum {string}
         */
        Standing: "V" | "L" | "G";
        /** @description A file as it is kept. */
        StoredFile: {
            /** @description SHA-256 of its bytes, in hexadecimal. */
            hash: string;
            /** @description What it is. */
            media_type: components["schemas"]["MediaType"];
            /**
             * Format: int64
             * @description How many bytes.
             */
            size: number;
        };
        /** @description Hands in what was done. */
        SubmitTask: {
            /** @description Coded answers by question; an empty object where there are none. Files are named by their hash. */
            answers: Record<string, never>;
            /** @description Made by the client: sent again, it happens once. */
            client_key: components["schemas"]["RecordId"];
        };
        /** @description A table. */
        TablePaper: {
            /** @description 1 to 40 columns. */
            columns: components["schemas"]["PaperColumn"][];
            /** @description What stands at the foot of each page. */
            foot?: string;
            /** @description Notes beneath. */
            notes?: string[];
            /** @description A text for each column; digits alone are a number in a workbook. At most 100,000 cells. */
            rows: string[][];
            /** @description Whose it is and of which days. */
            subtitle?: string;
            /** @description What it shows, 1 to 200 characters. */
            title: string;
            /** @description Whether the paper lies on its side. */
            turned?: components["schemas"]["Turned"];
        };
        /** @description Something that a unit must do. */
        Task: {
            acknowledged_at: components["schemas"]["Instant"] | null;
            closed_at: components["schemas"]["Instant"] | null;
            delivered_at: components["schemas"]["Instant"] | null;
            deputy: components["schemas"]["Answerable"] | null;
            /** @description By when. */
            due: components["schemas"]["Instant"];
            /** @description The task. */
            id: components["schemas"]["TaskId"];
            /** @description Whether it should be done by now and is not. */
            overdue: boolean;
            /** @description Who does it. */
            owner: components["schemas"]["Answerable"];
            /** @description Whether a photo is wanted. */
            photo_wanted: boolean;
            read_at: components["schemas"]["Instant"] | null;
            started_at: components["schemas"]["Instant"] | null;
            /** @description Where it stands. */
            state: components["schemas"]["TaskState"];
            /**
             * Format: int32
             * @description The last step of its escalation that has been taken; 0 before the first.
             */
            step: number;
            submitted_at: components["schemas"]["Instant"] | null;
            /** @description The template's id. */
            template: string;
            /** @description What it is called, in English. */
            title_en: string;
            /** @description What it is called, in Chinese. */
            title_zh: string;
            /** @description The unit that must do it. */
            unit: components["schemas"]["UnitRef"];
            /** @description The wave it belongs to. */
            wave_id: components["schemas"]["WaveId"];
        };
        /** @description How many tasks, and how many of them came how far. */
        TaskCounts: {
            /**
             * Format: int64
             * @description Taken on.
             */
            acknowledged: number;
            /**
             * Format: int64
             * @description Came to a device of somebody who answers for them.
             */
            delivered: number;
            /**
             * Format: int64
             * @description Done.
             */
            done: number;
            /**
             * Format: int64
             * @description Opened.
             */
            read: number;
            /**
             * Format: int64
             * @description Begun.
             */
            started: number;
            /**
             * Format: int64
             * @description Handed in at least once.
             */
            submitted: number;
            /**
             * Format: int64
             * @description All of them.
             */
            total: number;
            /**
             * Format: int64
             * @description Taken back.
             */
            withdrawn: number;
        };
        /** @description One task with its history. */
        TaskDetail: {
            /** @description The wave's issuing unit. */
            from_unit: components["schemas"]["UnitId"];
            /** @description What was handed in, in order; empty for readers who neither do nor review. */
            records: components["schemas"]["TaskRecord"][];
            /** @description What others said of it, in order. */
            reviews: components["schemas"]["TaskReview"][];
            /** @description The task. */
            task: components["schemas"]["Task"];
        };
        /** Format: uuid */
        TaskId: string;
        /** @description Why a task was opened. */
        TaskOrigin: {
            item: components["schemas"]["ChecklistItem"] | null;
            /** @description Its kind of work. */
            kind: components["schemas"]["WorkKind"];
            /** @description What was noted there. */
            note: string;
            /** @description The task whose record found it. */
            source_task_id: components["schemas"]["TaskId"];
            /** @description Its template. */
            template: string;
        };
        /** @description What was handed in for a task. */
        TaskRecord: {
            /** @description Coded answers by question. */
            answers: Record<string, never>;
            /** @description When. */
            at: components["schemas"]["Instant"];
            /** @description The hashes of its files. */
            files: string[];
            /** @description The record. */
            id: components["schemas"]["RecordId"];
            person_id: components["schemas"]["PersonId"] | null;
        };
        /** @description What somebody else said of a record. */
        TaskReview: {
            /** @description When. */
            at: components["schemas"]["Instant"];
            person_id: components["schemas"]["PersonId"] | null;
            /** @description Why. */
            reason: string;
            /** @description The record. */
            record_id: components["schemas"]["RecordId"];
            /** @description What came of it. */
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * @description Where a task stands. That it is overdue follows from the time and is no state.
         * @enum {string}
         */
        TaskState: "open" | "submitted" | "accepted" | "returned" | "withdrawn";
        /** @description A temperature of somebody, ill or not. */
        Temperature: {
            /**
             * Format: double
             * @description Degrees Celsius, 34.0 to 43.0.
             * @example 36.4
             */
            celsius: number;
            /** @description Who. */
            person_id: components["schemas"]["PersonId"];
        };
        /** @description A term of an institution. */
        Term: {
            /** @description The first day. */
            from: components["schemas"]["SchoolDay"];
            /** @description Such as `2026-2027 学年第一学期`. */
            name: string;
            /** @description The last day. */
            to: components["schemas"]["SchoolDay"];
        };
        /** @description The threshold rules. */
        ThresholdRules: {
            /** @description In the order of the rule book. */
            items: components["schemas"]["Rule"][];
        };
        /** @description One tracing. */
        Trace: {
            /** @description When. */
            at: components["schemas"]["Instant"];
            by: components["schemas"]["PersonRef"] | null;
            /** @description The diagnosis; absent for readers who may not see it. */
            diagnosis: string | null;
            /** @description Whether a doctor has seen the person. */
            doctor_seen: boolean | null;
            expected_return: components["schemas"]["SchoolDay"] | null;
            /** @description The hospital; absent for readers who may not see it. */
            hospital: string | null;
            /** @description What else was said. */
            note: string | null;
            /** @description The day the illness began. */
            onset: components["schemas"]["SchoolDay"];
            /** @description As whom. */
            stage: components["schemas"]["TraceStage"];
            /** @description What was seen. */
            symptoms: string[];
        };
        /** @description What a tracing has found. */
        TraceReport: {
            /** @description Made by the client for this one tracing. */
            client_key: components["schemas"]["ClientKey"];
            /** @description The diagnosis as a slug of `/api/v1/rules/diseases`; only by a health officer. */
            diagnosis?: string | null;
            /** @description Whether a doctor has seen the person. */
            doctor_seen?: boolean | null;
            expected_return?: components["schemas"]["SchoolDay"] | null;
            /** @description The hospital; only by a health officer. */
            hospital?: string | null;
            /** @description What else was said. */
            note?: string | null;
            /** @description The day the illness began. */
            onset: components["schemas"]["SchoolDay"];
            /** @description What was seen. */
            symptoms: string[];
        };
        /**
         * @description Who traces a sick absence.
         * @enum {string}
         */
        TraceStage: "teacher" | "health_officer";
        /**
         * @description How far a sick absence has been traced.
         * @enum {string}
         */
        TraceState: "untraced" | "traced_by_teacher" | "traced_by_health_officer";
        /**
         * @description How the paper lies.
         * @enum {string}
         */
        Turned: "upright" | "sideways";
        /** @description A unit of the organisation tree. */
        Unit: {
            /** @description Its official code. */
            code: string | null;
            /** @description The unit. */
            id: components["schemas"]["UnitId"];
            /** @description The school or authority that owns its rows. */
            institution: components["schemas"]["UnitId"];
            /** @description What it is. */
            kind: components["schemas"]["UnitKind"];
            /**
             * Format: int64
             * @description How many people belong to it today; absent where it has no roster.
             */
            members: number | null;
            /** @description Its name. */
            name: string;
            parent: components["schemas"]["UnitId"] | null;
            /** @description The names on the way from the root to it, its own last. */
            path_names: string[];
        };
        /** Format: uuid */
        UnitId: string;
        /**
         * @description What an organisation unit is. The tree may have any depth and skip levels; party organisations form a parallel
         *     tree with the same machinery.
         * @enum {string}
         */
        UnitKind: "province" | "city" | "county" | "central_school" | "teaching_point" | "school" | "campus" | "stage" | "grade" | "class" | "dormitory_building" | "dormitory_room" | "staff_team" | "party_committee" | "party_branch" | "party_group";
        /** @description What the latest record of a unit came to. */
        UnitOutcome: {
            /** @description The day of the record. */
            day: components["schemas"]["SchoolDay"];
            /**
             * Format: int32
             * @description How many did not.
             */
            no: number;
            /** @description The unit. */
            unit: components["schemas"]["UnitRef"];
            /**
             * Format: int32
             * @description How many items held.
             */
            yes: number;
        };
        /** @description A unit, as it is pointed at. */
        UnitRef: {
            /** @description The unit. */
            id: components["schemas"]["UnitId"];
            /** @description What it is. */
            kind: components["schemas"]["UnitKind"];
            /** @description Its name. */
            name: string;
        };
        /**
         * @description What a review comes to.
         * @enum {string}
         */
        Verdict: "accepted" | "returned";
        /**
         * @description Whence a role comes.
         * @enum {string}
         */
        Via: "grant" | "post";
        /** @description A child of the calling guardian. */
        Ward: {
            /** @description The child's class. */
            class: components["schemas"]["UnitRef"];
            /** @description The child. */
            person: components["schemas"]["PersonRef"];
        };
        /** @description The children of the calling guardian. */
        WardList: {
            /** @description The children. */
            items: components["schemas"]["Ward"][];
        };
        /** @description One issuing of work. */
        Wave: {
            /** @description The day it is for. */
            day: components["schemas"]["SchoolDay"];
            due: components["schemas"]["Instant"] | null;
            /**
             * Format: int64
             * @description How many tasks it comes to.
             */
            expected: number;
            /** @description The unit that issued it. */
            from_unit: components["schemas"]["UnitRef"];
            /** @description The wave. */
            id: components["schemas"]["WaveId"];
            /** @description When it was issued. */
            issued_at: components["schemas"]["Instant"];
            /**
             * Format: int64
             * @description How many of them have been made.
             */
            made: number;
            /** @description Where it stands. */
            state: components["schemas"]["WaveState"];
            /** @description The template's id. */
            template: string;
            /** @description What it is called, in English. */
            title_en: string;
            /** @description What it is called, in Chinese. */
            title_zh: string;
        };
        /** @description One issuing of work, with the counts of what the caller may see of it. */
        WaveDetail: {
            /** @description Within the caller's reach. */
            counts: components["schemas"]["TaskCounts"];
            /** @description The wave. */
            wave: components["schemas"]["Wave"];
        };
        /** Format: uuid */
        WaveId: string;
        /**
         * @description Where a wave stands.
         * @enum {string}
         */
        WaveState: "preparing" | "issued" | "recalled";
        /**
         * @description Whether a "no" must be put right.
         * @enum {string}
         */
        Weight: "blocking" | "ordinary";
        /** @description Days, both included. */
        Window: {
            /** @description The first. */
            from: components["schemas"]["SchoolDay"];
            /** @description The last. */
            to: components["schemas"]["SchoolDay"];
        };
        /**
         * @description What sort of work a template is.
         * @enum {string}
         */
        WorkKind: "directive" | "self_check" | "inspection" | "rectification" | "round" | "duty" | "visit" | "gathering" | "drill" | "training" | "problem" | "custom";
        /** @description A kind of work. */
        WorkTemplate: {
            /** @description The kinds of units that get one task each. */
            at: components["schemas"]["UnitKind"][];
            deputy: components["schemas"]["PostKind"] | null;
            /** @description The questions, as JSON Schema; absent where a tick is enough. */
            form: Record<string, never> | null;
            /** @description What to do, in English. */
            guide_en: string | null;
            /** @description What to do, in Chinese. */
            guide_zh: string | null;
            /** @description Its id, such as `round.classroom`. */
            id: string;
            /** @description What sort of work it is. */
            kind: components["schemas"]["WorkKind"];
            /**
             * Format: int32
             * @description Minutes of the owner's time that one task asks for.
             */
            minutes: number;
            /** @description The post that does it. */
            owner: components["schemas"]["PostKind"];
            /**
             * Format: int32
             * @description How many photos a record may have; absent where none are taken.
             */
            photos_most: number | null;
            /** @description On which days it comes back, as RFC 5545 has it. */
            recurrence: string | null;
            /** @description Who looks at what was handed in. */
            review: components["schemas"]["ReviewBy"];
            /** @description Where it comes from. */
            source: string | null;
            /** @description What it is called, in English. */
            title_en: string;
            /** @description What it is called, in Chinese. */
            title_zh: string;
            /**
             * Format: int32
             * @description Its version.
             */
            version: number;
        };
        /** @description What the caller has to do. */
        WorkToday: {
            /** @description By deadline. */
            items: components["schemas"]["Task"][];
            /** @description Now. */
            now: components["schemas"]["Instant"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    absences: {
        parameters: {
            query?: {
                /** @description At or below this unit; everywhere the caller reaches if absent. */
                unit?: components["schemas"]["UnitId"];
                /** @description In this state; open ones if absent. */
                state?: "open" | "returned" | "all";
                /** @description Running on this day. */
                day?: components["schemas"]["SchoolDay"];
                /** @description How many rows at the most, 1 to 500; 100 if absent. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_Absence"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    absence: {
        parameters: {
            query: {
                /** @description The reason. */
                reason: components["schemas"]["Reason"];
            };
            header?: never;
            path: {
                id: components["schemas"]["AbsenceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AbsenceDetail"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    return_from_absence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AbsenceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnReport"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_return_certificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AbsenceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CertificateReport"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificateChecked"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_absence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AbsenceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TraceReport"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_accounts: {
        parameters: {
            query: {
                /** @description At or below this unit. */
                unit: components["schemas"]["UnitId"];
                /** @description How many rows at the most, 1 to 500; 100 if absent. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_AccountView"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMade"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_grant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGrant"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantMade"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordMade"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query: {
                /** @description At or below this unit. */
                unit: components["schemas"]["UnitId"];
                /** @description How many rows at the most, 1 to 500; 100 if absent. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_AuditEntry"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["schemas"]["ChannelKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelSet"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["schemas"]["ChannelKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["schemas"]["ChannelKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelCode"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["schemas"]["ChannelKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checks: {
        parameters: {
            query: {
                /** @description The group. */
                group: components["schemas"]["UnitId"];
                /** @description The day; today if absent. */
                day?: components["schemas"]["SchoolDay"];
                /** @description Only this check of the day. */
                check_type?: components["schemas"]["CheckType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckReport"];
            };
        };
        responses: {
            /** @description received before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckReceipt"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckReceipt"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_checks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckBatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResults"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    due: {
        parameters: {
            query?: {
                /** @description The day; today if absent. */
                day?: components["schemas"]["SchoolDay"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DueList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeness: {
        parameters: {
            query: {
                /** @description The unit. */
                unit: components["schemas"]["UnitId"];
                /** @description The day; today if absent. */
                day?: components["schemas"]["SchoolDay"];
                /** @description Which check of the day; the morning's if absent. */
                check_type?: components["schemas"]["CheckType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Completeness"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deliveries: {
        parameters: {
            query: {
                /** @description To accounts at or below this unit. */
                unit: components["schemas"]["UnitId"];
                /** @description In this state; `dead` if absent. */
                state?: components["schemas"]["DeliveryState"];
                /** @description How many rows at the most, 1 to 500; 100 if absent. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_DeliveryView"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_pace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaceChange"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    epidemic_curve: {
        parameters: {
            query: {
                /** @description At or below this unit. */
                unit: components["schemas"]["UnitId"];
                /** @description The first day; 27 days before the last if absent. */
                from?: components["schemas"]["SchoolDay"];
                /** @description The last day; today if absent. */
                to?: components["schemas"]["SchoolDay"];
                /** @description By what it is split. */
                by?: "class" | "syndrome";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpidemicCurve"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the last event that was seen */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Event"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    store_file: {
        parameters: {
            query: {
                /** @description The unit whose work it shows. */
                unit: components["schemas"]["UnitId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredFile"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_grant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["GrantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_guardian_message: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuardianMessage"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageReceipt"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    print_paper: {
        parameters: {
            query: {
                /** @description As what. */
                format: "pdf" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Paper"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diseases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiseaseLabel"][];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exclusion_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExclusionRules"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    symptoms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeLabel"][];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    syndromes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeLabel"][];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    threshold_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThresholdRules"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    who_am_i: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_locale: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocaleChange"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signals: {
        parameters: {
            query?: {
                /** @description At or below this unit; everywhere the caller reaches if absent. */
                unit?: components["schemas"]["UnitId"];
                /** @description In this state; active ones if absent. */
                state?: "active" | "open" | "acknowledged" | "handed_on" | "closed" | "withdrawn" | "all";
                /** @description Of this rule, such as `EW-01`. */
                rule?: string;
                /** @description Holding on this day or later. */
                from?: components["schemas"]["SchoolDay"];
                /** @description Holding on this day or earlier. */
                to?: components["schemas"]["SchoolDay"];
                /** @description How many rows at the most, 1 to 500; 100 if absent. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_Signal"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signal: {
        parameters: {
            query?: {
                /** @description The day whose window and persons are shown; the last day of the run if absent. */
                day?: components["schemas"]["SchoolDay"];
                /** @description Why the persons are looked at; logged where they are shown. */
                reason?: components["schemas"]["Reason"];
            };
            header?: never;
            path: {
                id: components["schemas"]["SignalId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignalDetail"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge_signal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["SignalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Signal"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_signal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["SignalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Close"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Signal"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    comment_signal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["SignalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Comment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Signal"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hand_on_signal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["SignalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Signal"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    units: {
        parameters: {
            query?: {
                /** @description Directly below this unit. */
                parent?: components["schemas"]["UnitId"];
                /** @description Of this kind. */
                kind?: components["schemas"]["UnitKind"];
                /** @description Anywhere below this unit. */
                under?: components["schemas"]["UnitId"];
                /** @description How many rows at the most, 1 to 500; 100 if absent. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_Unit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_unit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUnit"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calendar: {
        parameters: {
            query?: {
                /** @description The first day; today if absent. */
                from?: components["schemas"]["SchoolDay"];
                /** @description The last day; 41 days after the first if absent. */
                to?: components["schemas"]["SchoolDay"];
            };
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    responsibility_chain: {
        parameters: {
            query?: {
                /** @description The day; today if absent. */
                day?: components["schemas"]["SchoolDay"];
            };
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResponsibilityChain"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_checklist: {
        parameters: {
            query: {
                /** @description Whether it is only checked. */
                run: components["schemas"]["ImportRun"];
                /** @description What it is called, in Chinese. */
                title_zh: string;
                /** @description What it is called, in English; the Chinese if absent. */
                title_en?: string;
            };
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
                list: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChecklistHead"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_unit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Closing"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_holding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
                holding_id: components["schemas"]["HoldingId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LastDay"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_file: {
        parameters: {
            query: {
                /** @description What it holds. */
                kind: "units" | "people";
                /** @description Whether it is only checked. */
                run: "dry" | "apply";
                /** @description The first day of what the file gives none for; today if absent. */
                from?: components["schemas"]["SchoolDay"];
            };
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    own_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnCalendar"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnCalendar"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mark_days: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarChange"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    people: {
        parameters: {
            query?: {
                /** @description What the name holds; whoever comes first if empty. */
                name?: string;
            };
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    posts: {
        parameters: {
            query?: {
                /** @description Whose; the unit's own if absent. */
                of?: "itself" | "and_below";
            };
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPost"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostMade"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    appoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
                post_id: components["schemas"]["PostId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Appointment"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointed"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_unit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Renaming"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    roster: {
        parameters: {
            query?: {
                /** @description The day; today if absent. */
                day?: components["schemas"]["SchoolDay"];
            };
            header?: never;
            path: {
                id: components["schemas"]["UnitId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Roster"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WardList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    charter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                post: components["schemas"]["PostKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCharter"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checklists: {
        parameters: {
            query: {
                /** @description The unit. */
                unit: components["schemas"]["UnitId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_ChecklistHead"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checklist: {
        parameters: {
            query: {
                /** @description The unit. */
                unit: components["schemas"]["UnitId"];
            };
            header?: never;
            path: {
                list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChecklistDetail"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checklist_trend: {
        parameters: {
            query: {
                /** @description At and below this unit. */
                unit: components["schemas"]["UnitId"];
                /** @description Self-checks or inspections. */
                kind: "self_check" | "inspection";
                /** @description The first day. */
                from: components["schemas"]["SchoolDay"];
                /** @description The last day, at most two years later. */
                to: components["schemas"]["SchoolDay"];
            };
            header?: never;
            path: {
                list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChecklistTrend"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coverage: {
        parameters: {
            query: {
                /** @description The wave. */
                wave: components["schemas"]["WaveId"];
                /** @description Under this unit; under the issuer if absent. */
                under?: components["schemas"]["UnitId"];
                /** @description How many levels of parts, 1 to 3; 1 if absent. */
                levels?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Coverage"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dilution: {
        parameters: {
            query: {
                /** @description Available chlorine of a liquid stock in percent, above 0 and at most 20; or else `mg_each`. */
                percent?: number;
                /** @description Available chlorine of one tablet in mg, 1 to 10,000. */
                mg_each?: number;
                /** @description The aim, 1 to 100,000 mg/L. */
                mg_per_l: number;
                /** @description How much is made, 0.1 to 1,000 litres. */
                litres: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mixture"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inspection_sample: {
        parameters: {
            query: {
                /** @description Below this unit. */
                unit: components["schemas"]["UnitId"];
                /** @description With the same seed the same sample is drawn again. 1 to 60 characters. */
                seed: string;
                /** @description The share of schools with a fault that is to be found, above 0 to 1. */
                faulty: number;
                /** @description How surely one of them is to be met, above 0 and below 1. */
                confidence: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionSample"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    round_rules: {
        parameters: {
            query: {
                /** @description The unit whose jurisdiction and day count. */
                unit: components["schemas"]["UnitId"];
                /** @description Only of this kind of place. */
                place?: components["schemas"]["PlaceKind"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_RoundRule"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tasks: {
        parameters: {
            query?: {
                /** @description At or below this unit, of its own institution; those that the caller's posts do if absent. */
                unit?: components["schemas"]["UnitId"];
                /** @description Only of this wave. */
                wave?: components["schemas"]["WaveId"];
                /** @description In which states; `to_do` if absent. */
                state?: "to_do" | "to_review" | "not_closed" | "all";
                /** @description How many rows at the most, 1 to 500; 100 if absent. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_Task"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accept_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptTask"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    task_origin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskOrigin"] | null;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    return_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnTask"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitTask"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    work_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_WorkTemplate"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    work_today: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkToday"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    waves: {
        parameters: {
            query?: {
                /** @description How many rows at the most, 1 to 500; 100 if absent. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Paged_Wave"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issue_wave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueWave"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wave"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["WaveId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaveDetail"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
